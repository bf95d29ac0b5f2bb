"""`kumiai credential …`."""
