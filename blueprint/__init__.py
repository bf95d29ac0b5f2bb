"""What every member and every site gets: decided once, read by all. Pure."""
