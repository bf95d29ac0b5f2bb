"""`kumiai backup …`."""
