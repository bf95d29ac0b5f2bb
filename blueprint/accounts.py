"""The users by which kumiai itself works at a site. Pure."""

from __future__ import annotations

PROVISIONER = "kumiai-provisioner"
"""The user that builds what members have, with the role `member` in each member's project."""
