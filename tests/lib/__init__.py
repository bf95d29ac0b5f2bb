"""Builders and the recorder that tests share; no assertions here."""
