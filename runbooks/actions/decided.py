"""What keeps an `up` until a person has decided it, and said why. Adapter: asks the vaults.

Volumes that would be made empty although copies of them are held, and servers that only a fallen
census would take away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.message import Message, say
from core.plan import Objection, Override
from infra.engine.resources import NOTHING
from infra.engine.state import read_state
from infra.engine.volumes import sizes_in
from infra.stacks.work import MemberWork
from recovery.never_empty import against_new
from runbooks.actions.given import Given
from runbooks.actions.licences import Answer

EMPTY = "empty"
"""The journal's word for a decision that what is in the copies is not needed."""

SMALLER = "smaller"
"""The journal's word for a decision that servers go with the residents."""


def emptiness(given: Given, waiting: Sequence[MemberWork], said: str) -> Answer:
    """What stands against volumes that would be empty.

    Raises: OtherSystemFailed where a site that may hold copies does not answer.
    """
    found = ((work, _emptied(given, work)) for work in waiting)
    return _unless(EMPTY, ((work, why) for work, why in found if why is not None), said)


def smaller(waiting: Sequence[MemberWork], said: str) -> Answer:
    """What stands against servers that would go; of those with data another sentence is said."""
    taken = [work for work in waiting if work.fallen is not None and not work.fate.fewer]
    against = ((work, work.fallen.against) for work in taken if work.fallen is not None)
    return _unless(SMALLER, against, said)


def _emptied(given: Given, work: MemberWork) -> Message | None:
    standing = sizes_in(read_state(given.home, work.stack) or NOTHING)
    return against_new(given.home, given.definitions, work.blueprint, standing)


def _unless(act: str, against: Iterable[tuple[MemberWork, Message]], said: str) -> Answer:
    """With a reason in `said` nothing stands against it, and the journal keeps it."""
    found = list(against)
    if said.strip():
        return Answer((), (), tuple(Override(act, work.stack, said, why) for work, why in found))
    whys = [say("{subject}: {why}", subject=work.subject, why=why) for work, why in found]
    return Answer((), tuple(Objection(why) for why in whys))
