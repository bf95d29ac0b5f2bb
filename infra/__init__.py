"""What Pulumi builds at the sites, and what drives Pulumi."""
