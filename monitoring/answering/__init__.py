"""Who has taken an alert, until when, and since when nobody has; drills of the way to somebody."""
