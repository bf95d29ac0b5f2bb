"""Who is on the platform and what they use: the files that people edit, and their rules."""
