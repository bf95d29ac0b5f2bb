"""`kumiai lab …`."""
