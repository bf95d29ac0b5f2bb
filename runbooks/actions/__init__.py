"""One act per function, of servers, stacks and licences: from what is given to a plan."""
