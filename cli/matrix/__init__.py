"""`kumiai matrix …`."""
