"""The matrix: parties, and who of them answers for what."""
