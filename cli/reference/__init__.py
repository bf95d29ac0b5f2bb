"""Writes docs/reference/ from the code itself, so that it cannot fall behind."""
