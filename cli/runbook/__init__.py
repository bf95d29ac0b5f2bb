"""`kumiai runbook …`."""
