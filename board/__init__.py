"""What people look at: the picture, charts and pages."""
