"""Servers moved, resized and evacuated through Nova, each watched to its end."""
