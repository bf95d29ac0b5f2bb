"""Pulumi as a process: its state, its locks, its events."""
