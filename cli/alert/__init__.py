"""`kumiai alert …`."""
