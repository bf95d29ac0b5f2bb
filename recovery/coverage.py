"""What is declared, what is protected, and what is proven: all of it, or red. Pure.

A copy counts once the other site holds it; it is proven once that site has restored it. A volume
that was added yesterday and is in no copy makes its system red, however many copies there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from core.message import Message, say
from recovery.clocks import is_to_come
from recovery.manifest import Manifest, moment
from recovery.receipt import Proof, Receipt
from tenants.recovery_model import Objectives


@dataclass(frozen=True, slots=True)
class Declared:
    """A system of a member, with every volume and container that the files give it."""

    member: str
    system: str
    volumes: frozenset[str]


@dataclass(frozen=True)
class Held:
    """A generation that the other site holds, and the proofs of it that are believed."""

    manifest: Manifest
    proofs: tuple[Proof, ...] = ()

    @cached_property
    def proven_at(self) -> datetime | None:
        found = [one.proven_at for one in self.proofs if one.proves(self.manifest)]
        return max(found, default=None)


@dataclass(frozen=True)
class Kept(Held):
    """With the vault's own receipt for it, which names the versions of its objects."""

    receipt: Receipt = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Covered:
    """How one system stands. `protected` and `proven` are those of the declared volumes."""

    declared: Declared
    promised: Objectives
    protected: frozenset[str]
    proven: frozenset[str]
    copied_at: datetime | None
    """The point in time of the newest copy."""
    proven_copy_at: datetime | None
    """The point in time of the newest copy that was proven: what a failover would bring back."""
    proven_at: datetime | None
    """When a copy was restored last, and found right."""
    red: tuple[Message, ...]
    """Why it is not well; empty where it is."""


def covered(
    declared: Declared,
    held: Sequence[Held],
    promised: Objectives,
    now: datetime,
    unread: Sequence[Message] = (),
) -> Covered:
    """How a system stands now; `held` are its generations in any order, and `unread` is told of
    papers beside them that count as none."""
    newest = max(held, key=lambda one: one.manifest.number, default=None)
    proven = [one for one in held if one.proven_at is not None]
    best = max(proven, key=lambda one: one.manifest.number, default=None)
    proven_at = max((one.proven_at for one in proven if one.proven_at), default=None)
    protected = _volumes(newest) & declared.volumes
    proven_volumes = _volumes(best) & declared.volumes
    return Covered(
        declared,
        promised,
        protected,
        proven_volumes,
        newest.manifest.taken_at if newest else None,
        best.manifest.taken_at if best else None,
        proven_at,
        (
            *_red(declared, protected, proven_volumes, newest, proven_at, promised, now),
            *_lost(held),
            *unread,
        ),
    )


def _lost(held: Sequence[Held]) -> list[Message]:
    """That some between the oldest and the newest never came here; what they built on may go on."""
    numbers = {one.manifest.number for one in held}
    lost = sorted(set(range(min(numbers, default=1), max(numbers, default=0))) - numbers)
    if not lost:
        return []
    return [
        say(
            "generations {numbers} are missing: they were deleted at their source before they were "
            "taken in here; look who did that",
            numbers=tuple(lost),
        )
    ]


def _volumes(held: Held | None) -> frozenset[str]:
    return held.manifest.names if held else frozenset()


def _red(
    declared: Declared,
    protected: frozenset[str],
    proven: frozenset[str],
    newest: Held | None,
    proven_at: datetime | None,
    promised: Objectives,
    now: datetime,
) -> list[Message]:
    if newest is None:
        return [say("there is no copy")]
    found = []
    if missing := declared.volumes - protected:
        found.append(say("without a copy: {volumes}", volumes=tuple(sorted(missing))))
    if now - newest.manifest.taken_at > promised.rpo:
        found.append(_too_old(promised.rpo))
    found += [
        say(
            "a copy or a proof is of {at}, which is still to come: the clock of the machine that "
            "made it is wrong, or that of this one; look at both with `timedatectl`",
            at=moment(at),
        )
        for at in (newest.manifest.taken_at, proven_at)
        if at is not None and is_to_come(at, now)
    ]
    if proven_at is None:
        found.append(say("no copy was ever restored"))
        return found
    if unproven := declared.volumes - missing - proven:
        found.append(say("never restored: {volumes}", volumes=tuple(sorted(unproven))))
    if now - proven_at > promised.proven_within:
        found.append(
            say("none was restored for more than {days} days", days=promised.proven_within.days)
        )
    return found


def _too_old(rpo: timedelta) -> Message:
    minutes = int(rpo.total_seconds() // 60)
    if minutes % 60:
        return say("the newest copy is older than {minutes} min", minutes=minutes)
    return say("the newest copy is older than {hours} h", hours=minutes // 60)
