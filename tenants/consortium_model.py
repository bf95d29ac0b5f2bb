"""The consortium's own file, and the placement of members at sites. Pure."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.strict import Name, Network, Slug, Strict
from tenants.vocabulary import PlacementState


class Headroom(Strict):
    """How far a project's quota stands above its need, in percent."""

    quota_percent: Annotated[int, Field(ge=0, le=400, strict=True)]


class Consortium(Strict):
    """What all members share: sites, address range, defaults."""

    name: Name
    council: Name
    sites: tuple[Slug, ...] = Field(min_length=1)
    standby: dict[Slug, Slug]
    """For each site, the site that stands by for it."""
    address_range: Network
    """Where members' networks are taken from."""
    member_prefix_length: Annotated[int, Field(ge=16, le=24, strict=True)]
    headroom: Headroom


class Placement(Strict):
    """Where members run when that differs from their home site.

    A failover edits this file; an empty one says that everybody runs at home.
    """

    members: dict[Slug, dict[Slug, PlacementState]] = Field(default_factory=dict)
