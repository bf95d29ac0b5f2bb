"""住民記録: a small resident register, which runs on a member's servers."""
