"""Pulumi components, one per file: what a blueprint names becomes resources, nothing is decided."""
