"""A login to a site, and how its refusals are said."""
