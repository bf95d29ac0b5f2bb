"""A plan: what will be done, as a value that is printed and judged before anything is done. Pure.

`core/run.py` carries it out, and nothing else does: whatever changes the world is an action of a
plan. A plan is made anew from the world as it is, so a run that was killed is resumed by asking
for the same plan again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors import Exit
from core.message import Message


@dataclass(frozen=True, slots=True)
class Run:
    """One carrying out of a plan: its id, who wants it and why, and since when it runs."""

    id: str
    who: str
    reason: str
    started_at: datetime

    @property
    def log_folder(self) -> str:
        return self.started_at.strftime("%Y%m%d-%H%M%S-") + self.id[:6]


@dataclass(frozen=True, slots=True)
class Turn:
    """What an action is given when its turn comes.

    `killed` is the id of a run that was killed while it held the action's lock: what it left
    behind is put in order first. `changed` is told the name of each object that was changed.
    """

    run: Run
    killed: str | None
    changed: Callable[[str], None]


Do = Callable[[Turn], None]
"""Does it, and may be asked to do it again. Raises: UserError with why it could not."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an action would do in detail, where that takes time to find out."""

    what: Message
    notes: tuple[Message, ...] = ()
    failed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Action:
    """One act on one subject; the journal keeps when it was begun and how it ended."""

    act: str
    """The journal's word for it: `up`, `migrate`."""
    subject: str
    """The journal's name of what it is done to; no two actions of a plan have the same."""
    title: Message
    """The same for a person: who, or what."""
    does: Message
    """What is done, in one sentence."""
    do: Do
    undo: Message
    """How it is taken back, or why nobody can: for whoever is about to have it done."""
    locks: tuple[str, ...]
    """Names of what nobody else may change meanwhile: stacks, mostly."""
    after: tuple[str, ...] = ()
    """Subjects of the same plan that must be done before; it is not begun where one has failed."""
    lane: str = ""
    """Actions of one lane share its limit of how many are done at the same time: a site."""
    mends: bool = False
    """Whether it puts in order what a killed run left; else that stays for one that does."""
    preview: Callable[[Run], Preview] | None = None
    verify: Callable[[], None] | None = None
    """Looks afterwards. Raises: UserError (exit 12) where the world is not what was done."""
    stop: Callable[[Run], None] | None = None
    """Ends it early and in good order, where it is done in a thread of its own."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a plan may not be carried out, whoever asks."""

    why: Message
    exit_code: Exit = Exit.RULE_BROKEN
    moot: bool = False
    """The files, or the state, are not what the plan is made for: to show it would mislead."""


@dataclass(frozen=True, slots=True)
class Override:
    """An objection that somebody who may has decided against; the journal keeps who and why."""

    act: str
    subject: str
    reason: str
    against: Message


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be done, what is to be said about it, and what speaks against it.

    It is refused as a whole: with one objection none of its actions is done.
    """

    actions: tuple[Action, ...] = ()
    notes: tuple[Message, ...] = ()
    objections: tuple[Objection, ...] = ()
    overrides: tuple[Override, ...] = ()
    findings: tuple[Objection, ...] = ()
    """What is not well and keeps nobody from anything: it is told, and where all else goes well the
    command ends with its exit code."""
    afterwards: Callable[[], None] | None = None
    """Looks once nothing more is done, whatever failed; what it cannot see it tells."""

    @property
    def moot(self) -> bool:
        return any(objection.moot for objection in self.objections)


def may_begin(
    waiting: Sequence[Action], running: Collection[Action], failed: Collection[str], at_once: int
) -> list[Action]:
    """Those of `waiting` that may begin now, in their order, at most `at_once` in each lane.

    None begins before what it comes after is done, nor beside one that holds a lock it needs.
    """
    not_done = {action.subject for action in (*waiting, *running)} | set(failed)
    begun = list(running)
    found: list[Action] = []
    for action in waiting:
        free = sum(other.lane == action.lane for other in begun) < at_once
        alone = not any(set(action.locks) & set(other.locks) for other in begun)
        if free and alone and not_done.isdisjoint(action.after):
            begun.append(action)
            found.append(action)
    return found


def after_failed(actions: Sequence[Action], failed: Collection[str]) -> list[Action]:
    """Those that come after one of the `failed`, at however many removes."""
    stopped = set(failed)
    found: list[Action] = []
    while more := [
        one for one in actions if one not in found and not stopped.isdisjoint(one.after)
    ]:
        found += more
        stopped |= {one.subject for one in more}
    return found
