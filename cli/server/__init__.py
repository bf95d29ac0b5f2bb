"""`kumiai server …`."""
