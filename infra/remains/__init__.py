"""What stands of a member in every service, whoever made it, and how it is taken away."""
