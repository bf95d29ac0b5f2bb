"""The two Pulumi programs: a site, and a member at a site. Models in, components out."""
