"""What Nova's records tell of a server's past, as sightings. Pure.

Nova keeps what a server is like now, and what was done to it: instance actions, each with its
steps, their hosts and times. Walking through those from the launch to now gives every stay with its
moment, also for what nobody was told of at the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.calendar import MOMENT
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Sighting, Source


@dataclass(frozen=True, slots=True)
class Arrival:
    """The server came to that host at `at`, or to another size where it was.

    Without a `host` it came back to where it was. Nova does not tell from which size to which a
    resize went.
    """

    id: str
    at: datetime
    host: str | None
    is_resize: bool = False


@dataclass(frozen=True, slots=True)
class Departure:
    """From `at` on the server is on no host, until it arrives again: it was shelved, or is to be
    deleted and can still be restored."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PowerAction:
    """The server was started (`on`) or stopped, and that was finished at `at`."""

    id: str
    at: datetime
    on: bool


Event = Arrival | Departure | PowerAction


@dataclass(frozen=True, slots=True)
class Record:
    """A server as Nova's records have it, its events in Nova's order; `seen_at` is now.

    Where it is on no host now (not `on_host`) `machine` is what it was like last, and its host is
    empty where nobody knows that. So is `launched_on`.
    """

    server: str
    machine: Machine
    launched_at: datetime | None
    launched_on: str
    events: Sequence[Event]
    seen_at: datetime
    on_host: bool = True


def sightings_of(record: Record) -> list[Sighting]:
    """Every stay's begin, from the launch until now.

    Where the past does not lead to the present (an action is missing in Nova's records) the
    present is one more sighting, marked as inferred; so is all that came before the last resize,
    since nobody tells which size it had then.
    """
    events = _events(record)
    machine = _at_launch(record)
    key = f"nova {record.machine.site} {record.server}"
    resizes = [number for number, (_, _, event) in enumerate(events) if _is_resize(event)]
    sized_from = resizes[-1] if resizes else -1
    found: list[Sighting] = []
    if record.launched_at is not None and record.launched_on:
        launch = _sighting(f"{key} launch", record.server, record.launched_at, machine)
        found.append(launch if sized_from < 0 else _of_unknown_size(launch))
    here: Machine | None = machine
    for number, (at, name, event) in enumerate(events):
        machine = _after(machine, event)
        here = None if isinstance(event, Departure) else machine
        if not machine.host:
            continue  # nobody tells where it was
        sighting = _sighting(f"{key} {name}", record.server, at, here)
        known = number >= sized_from or here is None
        found.append(sighting if known else _of_unknown_size(sighting))
    if record.on_host and here != record.machine:
        now = _sighting(
            f"{key} seen {record.seen_at.isoformat()}",
            record.server,
            record.seen_at,
            record.machine,
        )
        found.append(replace(now, inferred=True))
    return found


def sightings_until_the_end(record: Record, at: datetime, *, inferred: bool) -> list[Sighting]:
    """The same of a server that ended at `at`, and its end, which is after all that was done.

    Inferred where Nova does not tell when it ended.
    """
    told = sightings_of(record)
    end = max(at, told[-1].at + MOMENT) if told else at
    return [*told, gone(record.machine.site, record.server, end, inferred=inferred)]


def _events(record: Record) -> list[tuple[datetime, str, Event]]:
    """What was done, with a moment and a name each, no two at the same moment.

    Nova's times are whole seconds. What it has within one second stays in Nova's order, a
    microsecond apart.
    """
    found: list[tuple[datetime, str, Event]] = []
    for event in sorted(record.events, key=lambda one: one.at):
        last = found[-1][0] if found else record.launched_at
        at = event.at if last is None else max(event.at, last + MOMENT)
        found.append((at, _name(event), event))
    return found


def _name(event: Event) -> str:
    """As it is in the keys of sightings, for ever."""
    match event:
        case Arrival():
            return f"arrival {event.id}"
        case Departure():
            return f"departure {event.id}"
        case PowerAction():
            return f"action {event.id}"


def _is_resize(event: Event) -> bool:
    return isinstance(event, Arrival) and event.is_resize


def _of_unknown_size(sighting: Sighting) -> Sighting:
    return replace(sighting, inferred=True, size_known=False)


def _at_launch(record: Record) -> Machine:
    """On was what was stopped first; what was never touched is as it was."""
    power = [event for event in record.events if isinstance(event, PowerAction)]
    powered_on = not power[0].on if power else record.machine.powered_on
    return replace(record.machine, host=record.launched_on, powered_on=powered_on)


def _after(machine: Machine, event: Event) -> Machine:
    match event:
        case Arrival():
            return replace(machine, host=event.host or machine.host)
        case PowerAction():
            return replace(machine, powered_on=event.on)
        case Departure():
            return machine


def _sighting(key: str, server: str, at: datetime, machine: Machine | None) -> Sighting:
    return Sighting(key, server, at, machine, Source.RECONCILIATION)


def gone(site: str, server: str, at: datetime, *, inferred: bool) -> Sighting:
    """The server is no more; inferred where Nova does not tell since when."""
    key = f"nova {site} {server} gone {at.isoformat()}"
    return Sighting(key, server, at, None, Source.RECONCILIATION, inferred)
