"""What the benches build and remove again: one member that is nobody's."""
