"""Persons, not accounts: who may log in where, who did, and what looks like a shared login."""
