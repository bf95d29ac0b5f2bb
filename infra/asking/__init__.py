"""How OpenStack is asked for each kind of object: found again, listed, taken away."""
