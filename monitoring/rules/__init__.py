"""What Prometheus watches for, and what it says on an alert."""
