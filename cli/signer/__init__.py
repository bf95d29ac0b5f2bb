"""`kumiai signer …`."""
