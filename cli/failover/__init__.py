"""`kumiai failover …`."""
