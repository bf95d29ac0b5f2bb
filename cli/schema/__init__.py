"""`kumiai schema …`."""
