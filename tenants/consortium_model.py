"""The consortium's own file, and the placement of members at sites. Pure."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from core.strict import Key, Name, Network, Strict
from tenants.moved import order_of_sites, standby_of_sites
from tenants.vocabulary import PlacementState


class Headroom(Strict):
    """How far a project's quota stands above its need, in percent."""

    quota_percent: Annotated[int, Field(ge=0, le=400, strict=True)]


class Consortium(Strict):
    """What all members share: address range, defaults. Each site speaks for itself in its file."""

    moved: ClassVar = {"sites": order_of_sites, "standby": standby_of_sites}

    name: Name
    council: Name
    address_range: Network
    """Where members' networks are taken from."""
    member_prefix_length: Annotated[int, Field(ge=16, le=24, strict=True)]
    headroom: Headroom


class Placement(Strict):
    """Where members run when that differs from their home site.

    A failover edits this file; an empty one says that everybody runs at home.
    """

    members: dict[Key, dict[Key, PlacementState]] = Field(default_factory=dict)
