"""Volumes that would be made empty although copies of them are held. Adapter: asks the vaults."""

from __future__ import annotations

from collections.abc import Sequence

from core.message import say
from core.plan import Objection, Override
from infra.engine.resources import NOTHING
from infra.engine.state import read_state
from infra.engine.volumes import sizes_in
from infra.stacks.work import MemberWork
from recovery.never_empty import against_empty, held_copies
from runbooks.actions.given import Given
from runbooks.actions.licences import Answer

EMPTY = "empty"
"""The journal's word for a decision that what is in the copies is not needed."""


def emptiness(given: Given, waiting: Sequence[MemberWork], said: str) -> Answer:
    """What stands against it; with a reason in `said` nothing does, and the journal keeps it.

    Raises: OtherSystemFailed where a site that may hold copies does not answer.
    """
    objections: list[Objection] = []
    overrides: list[Override] = []
    for work in waiting:
        standing = sizes_in(read_state(given.home, work.stack) or NOTHING)
        new = {volume.name for volume in work.blueprint.data_volumes} - standing.keys()
        if not new:
            continue
        held = list(held_copies(given.home, given.definitions, work.member))
        if (against := against_empty(new, held)) is None:
            continue
        if said.strip():
            overrides.append(Override(EMPTY, work.stack, said, against))
        else:
            why = say("{subject}: {why}", subject=work.subject, why=against)
            objections.append(Objection(why))
    return Answer((), tuple(objections), tuple(overrides))
