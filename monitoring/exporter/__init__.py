"""What Prometheus reads of a site: OpenStack as it is, and whether what stands on it answers."""
