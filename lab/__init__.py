"""Two real OpenStack sites on this machine: to learn on, and for tests that must not lie."""
