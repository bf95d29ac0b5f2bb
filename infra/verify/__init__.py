"""Whether the cloud is what the YAML says: asked of OpenStack, never of Pulumi's state."""
