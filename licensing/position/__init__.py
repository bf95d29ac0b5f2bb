"""What is required against what was bought, now and over time. Pure."""
