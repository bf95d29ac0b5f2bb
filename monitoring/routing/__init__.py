"""From the matrix to Alertmanager: whom an alert calls, and the proof of it."""
