"""What we may run, what runs, what a change would cost."""
