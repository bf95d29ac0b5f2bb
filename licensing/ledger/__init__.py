"""What ran where, when: entries that are never changed, and what was believed at any time."""
