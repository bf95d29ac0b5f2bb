"""What Pulumi runs, and nothing else."""
