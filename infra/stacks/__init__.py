"""Drives Pulumi for many stacks: plans, locks, progress, and going on after a kill."""
