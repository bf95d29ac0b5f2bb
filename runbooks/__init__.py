"""What people do: acts, and later procedures made of them."""
