"""`kumiai licence …`."""
