"""All kinds of which OpenStack is asked anything, one row per kind. Adapter: by its rows."""

from __future__ import annotations

from collections.abc import Mapping

from infra.asking import compute, identity, image, network, storage
from infra.asking.row import Asked
from infra.kinds import Kind
from infra.removal import Removal

ASKED: tuple[Asked, ...] = (
    *identity.ROWS,
    *compute.ROWS,
    *network.ROWS,
    *storage.ROWS,
    *image.ROWS,
)

MADE: Mapping[str, Asked] = {one.kind.token: one for one in ASKED if isinstance(one.kind, Kind)}
"""By Pulumi's token."""

BY_WORD: Mapping[str, Asked] = {one.word.template: one for one in ASKED}

REMOVALS: Mapping[str, Removal] = {
    word: one.goes for word, one in BY_WORD.items() if one.goes is not None
}
"""By the kind's word: what goes in the same way whoever wants it to. What else a member's leaving
takes away stands in `remains/clearance.py`, what else `verify` does in `verify/taking_away.py`."""
