"""`kumiai access …`."""
