"""Servers that only a fallen census would take away: a person decides. Adapter: reads works."""

from __future__ import annotations

from collections.abc import Sequence

from core.message import say
from core.plan import Objection, Override
from infra.stacks.work import MemberWork
from runbooks.actions.licences import Answer

SMALLER = "smaller"
"""The journal's word for a decision that servers go with the residents."""


def smaller(waiting: Sequence[MemberWork], said: str) -> Answer:
    """What stands against it; with a reason in `said` nothing does, and the journal keeps it.

    Of servers with data that would go another sentence is said already.
    """
    taken = [work for work in waiting if work.fallen is not None and not work.fate.fewer]
    against = [(work, work.fallen.against) for work in taken if work.fallen is not None]
    if said.strip():
        return Answer(
            (), (), tuple(Override(SMALLER, work.stack, said, why) for work, why in against)
        )
    return Answer(
        (),
        tuple(
            Objection(say("{subject}: {why}", subject=work.subject, why=why))
            for work, why in against
        ),
    )
