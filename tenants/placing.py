"""Where a member runs: its home site, unless the placement file says otherwise. Pure."""

from __future__ import annotations

from tenants.consortium_model import Placement
from tenants.member import Member
from tenants.vocabulary import PlacementState


def state_at(member: Member, site: str, placement: Placement) -> PlacementState:
    """Whether the member's servers run at `site`, or everything else stands ready there."""
    exception = placement.members.get(member.slug, {}).get(site)
    if exception is not None:
        return exception
    return PlacementState.ACTIVE if site == member.home_site else PlacementState.STANDBY
