"""Going on after a kill: what was being made is looked up in the cloud and taken over."""
