"""`kumiai member …`."""
