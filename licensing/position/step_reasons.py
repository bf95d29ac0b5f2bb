"""Why a product asks for more or less from a moment on: what happened at that moment. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from core.calendar import MOMENT
from core.eras import moment_in_figures
from core.message import Message, Named, say
from licensing.counting.declared import declares
from licensing.counting.park import Park
from licensing.counting.rounding import shown
from licensing.counting.stay import Stay
from licensing.position.timeline import Point, Timeline

Called = Callable[[str], Named]
"""What a member is called."""

ByMoment = Mapping[datetime, Sequence[Stay]]

Reasons = Mapping[datetime, tuple[Message, ...]]
"""By the moment at which a step begins."""


def step_reasons(line: Timeline, stays: Iterable[Stay], park: Park, called: Called) -> Reasons:
    """What happened at each step of the line; `park` is that of all products."""
    park = park.for_product(line.product)
    lived = [stay for stay in stays if stay.since != stay.until]
    window = line.bought.rule.window
    begun = _by(lived, lambda stay: stay.since)
    ended = _by(lived, lambda stay: stay.until)
    let_go = _by(lived, lambda stay: stay.until and stay.until + window) if window else {}
    first = line.points[0]
    found: dict[datetime, tuple[Message, ...]] = {first.at: (say("the period begins"),)}
    for before, point in pairwise(line.points):
        at = point.at
        servers = _servers(begun.get(at, ()), ended.get(at, ()), called)
        windows = () if servers else _windows(let_go.get(at, ()), called)
        told = (*_contracts(before, point), *servers, *windows)
        if not told:
            told = (*_declared(line, park, at, called), *_hosts(park, at))
        found[at] = told or (_otherwise(line),)
    return found


def _by(stays: Iterable[Stay], moment: Callable[[Stay], datetime | None]) -> ByMoment:
    found: dict[datetime, list[Stay]] = defaultdict(list)
    for stay in stays:
        at = moment(stay)
        if at is not None:
            found[at].append(stay)
    return found


def _otherwise(line: Timeline) -> Message:
    if line.bought.rule.free_days_per_year:
        return say("the free days of spares are used up, or begin anew")
    return say("hosts, fences or figures were changed")


def _declared(line: Timeline, park: Park, at: datetime, called: Called) -> Iterator[Message]:
    """What municipalities declare anew."""
    metrics = line.bought.rule.metrics
    for one in park.declared:
        if one.since == at and one.metric in metrics:
            yield declares(called(one.member), one.metric, one.count)


def _hosts(park: Park, at: datetime) -> Iterator[Message]:
    """Hosts that come, go, or become others: another size, another fence."""
    were, are = park.at(at - MOMENT).hosts, park.at(at).hosts
    stood, stands = ({n for n, host in hosts.items() if host.declared} for hosts in (were, are))
    changed = {name for name in were.keys() & are.keys() if were[name] != are[name]}
    for hosts, sentence in (
        (stands - stood, say("comes into the files")),
        (stood - stands, say("leaves the files")),
        (changed & stood & stands, say("is another kind of host, or in another fence")),
    ):
        if hosts:
            yield say("{hosts}: {what}", hosts=tuple(sorted(hosts)), what=sentence)


def _contracts(before: Point, point: Point) -> tuple[Message, ...]:
    if before.entitled == point.entitled:
        return ()
    old, new = shown(before.entitled), shown(point.entitled)
    return (say("entitled {before} → {after}", before=old, after=new),)


def _servers(begun: Iterable[Stay], ended: Iterable[Stay], called: Called) -> tuple[Message, ...]:
    were = {stay.server: stay for stay in ended}
    are = {stay.server: stay for stay in begun}
    return tuple(
        say(
            "{server} ({member}) {what}",
            server=server,
            member=called((are.get(server) or were[server]).member),
            what=_what(were.get(server), are.get(server)),
        )
        for server in sorted({*were, *are})
    )


def _what(was: Stay | None, now: Stay | None) -> Message:
    if was is None or now is None:
        there = was or now
        host = there.host if there is not None else ""
        return say("starts on {host}", host=host) if now else say("leaves {host}", host=host)
    if was.host != now.host:
        return say("{before} → {after}", before=was.host, after=now.host)
    if was.vcpus != now.vcpus:
        return say("{before} → {after} vCPU", before=was.vcpus, after=now.vcpus)
    if was.powered_on != now.powered_on:
        return say("is switched on") if now.powered_on else say("is switched off")
    return say("is another kind of server from then on")


def _windows(ended: Iterable[Stay], called: Called) -> tuple[Message, ...]:
    """Only those that have left are remembered; whoever came back holds the host anyhow."""
    return tuple(
        say(
            "{host} counts no longer: {server} ({member}) left it on {left}",
            host=stay.host,
            server=stay.server,
            member=called(stay.member),
            left=moment_in_figures(stay.until),
        )
        for stay in sorted(ended, key=lambda one: one.server)
        if stay.until is not None
    )
