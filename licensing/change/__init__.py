"""What a change would do to the position, before it is made."""
