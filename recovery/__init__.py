"""What survives: policy, replication, proof of restore, failover."""
