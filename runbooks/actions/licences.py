"""The one gate: what is said of a change's effect on licences, and whether it may be made. Pure.

Whoever changes anything asks here; Pulumi's own program, which a person may start by hand, is
asked by `infra.__main__` with the same judgement below it (`licensing.change.gate`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.message import Message, say
from core.plan import Objection, Override
from licensing.change.effect import Effect, objection, told

OVERRIDE = "override-licence"
"""The journal's word for a decision against the licences."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and what stands against it: an objection, or that somebody overrode it."""

    notes: tuple[Message, ...]
    objections: tuple[Objection, ...] = ()
    overrides: tuple[Override, ...] = ()


def answer(effects: Sequence[Effect], subject: str, override: str) -> Answer:
    """`subject` is what the journal names; with a reason in `override` nothing is objected to."""
    notes = tuple(say("licences: {effect}", effect=told(effect)) for effect in effects)
    against = objection(effects)
    if against is None:
        return Answer(notes)
    if not override.strip():
        return Answer(notes, (Objection(against),))
    return Answer(notes, (), (Override(OVERRIDE, subject, override, against),))


def unasked(why: Message) -> Answer:
    """Where nobody knows, and what is to be done does not wait until somebody does."""
    return Answer((say("licences: nobody can be asked: {reason}", reason=why),))
