"""What every part of kumiai speaks: problems, documents, units, plans, errors, the journal."""
