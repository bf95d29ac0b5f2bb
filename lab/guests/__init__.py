"""Hosts that answer SSH, in namespaces of this machine: servers where no Nova boots any."""
