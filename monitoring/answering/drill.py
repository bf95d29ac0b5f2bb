"""A drill of the way to somebody: from the exporter through Prometheus to their mailbox. Pure.

It is begun and ended by lines of a journal, which the exporter reads; so nothing of the way is left
out, and what came of it is kept where a changed line shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.eras import JAPAN
from core.message import Message, say
from monitoring.exporter.series import DRILL, Sample
from monitoring.routing.labels import LADDER, Labels

ACT = "drill"
BEGUN, RECEIVED, MISSED = "begun", "received", "missed"


@dataclass(frozen=True, slots=True)
class Drill:
    """One that was begun: whom it calls, and when it is over whatever comes of it."""

    id: str
    labels: Labels
    who: str
    at: datetime
    until: datetime

    @property
    def climbs(self) -> bool:
        """Whether the next ones are called until somebody takes it."""
        return bool(self.labels.get(LADDER))

    @property
    def act(self) -> str:
        return ACT

    @property
    def subject(self) -> str:
        return self.id

    @property
    def outcome(self) -> str:
        return BEGUN

    def as_json(self) -> Mapping[str, object]:
        return {
            "at": self.at.isoformat(),
            "who": self.who,
            "act": self.act,
            "subject": self.id,
            "outcome": self.outcome,
            "until": self.until.isoformat(),
            "labels": dict(self.labels),
        }


@dataclass(frozen=True, slots=True)
class Measured:
    """How far one came, and when: what is empty was not seen."""

    drill: Drill
    at: datetime
    fired_at: datetime | None = None
    """When Alertmanager had it."""
    received_at: datetime | None = None
    """When it lay in the mailbox that was looked into."""
    called_next: Mapping[str, datetime] = field(default_factory=dict)
    """When each further rung of the ladder was called, because nobody had taken it."""
    answered_at: datetime | None = None
    """When a person took it, as they would take a fault."""
    answered_by: str = ""

    @property
    def act(self) -> str:
        return ACT

    @property
    def subject(self) -> str:
        return self.drill.id

    @property
    def arrived(self) -> bool:
        """Whether it came to somebody, and not only to a program of ours."""
        return self.received_at is not None or self.answered_at is not None

    @property
    def outcome(self) -> str:
        return RECEIVED if self.arrived else MISSED

    def as_json(self) -> Mapping[str, object]:
        moments = {
            "fired_at": self.fired_at,
            "received_at": self.received_at,
            "answered_at": self.answered_at,
        }
        return {
            "at": self.at.isoformat(),
            "who": self.drill.who,
            "act": self.act,
            "subject": self.subject,
            "outcome": self.outcome,
            "begun_at": self.drill.at.isoformat(),
            **{name: at.astimezone(JAPAN).isoformat() for name, at in moments.items() if at},
            "called_next": {
                rung: at.astimezone(JAPAN).isoformat() for rung, at in self.called_next.items()
            },
            "answered_by": self.answered_by,
            "labels": dict(self.drill.labels),
        }

    @property
    def told(self) -> Iterator[Message]:
        """How long each part of the way took."""
        for moment, words in (
            (self.fired_at, say("fired, and with Alertmanager")),
            (self.received_at, say("received in the mailbox")),
            *(
                (at, say("rung {rung} of the ladder is called", rung=rung))
                for rung, at in self.called_next.items()
            ),
            (self.answered_at, say("taken by {who}", who=self.answered_by)),
        ):
            if moment is not None:
                seconds = f"{(moment - self.drill.at).total_seconds():.1f}"
                yield say("{seconds} s: {what}", seconds=seconds, what=words)


def drills_of(lines: Iterable[Mapping[str, Any]], now: datetime) -> list[Drill]:
    """Those that last: begun, and neither ended nor over."""
    found: dict[str, Drill] = {}
    for line in lines:
        if line["outcome"] != BEGUN:
            found.pop(line["subject"], None)
            continue
        until = datetime.fromisoformat(line["until"])
        if now < until:
            began = datetime.fromisoformat(line["at"])
            drill = Drill(line["subject"], line["labels"], line["who"], began, until)
            found[drill.id] = drill
    return list(found.values())


def samples(drills: Iterable[Drill], site: str) -> Iterator[Sample]:
    """Of one site, whose Alertmanager calls for it."""
    for one in drills:
        if one.labels["site"] == site:
            _, *names = DRILL.labels
            yield Sample(DRILL, (one.id, *(one.labels.get(name, "") for name in names)), 1)
