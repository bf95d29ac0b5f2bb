"""Why each host counts at the time of a peak, and what runs and does not count. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from core.calendar import MOMENT
from core.eras import moment_in_figures
from core.message import Message, Named, say
from licensing.counting.causes import Cause, causes
from licensing.counting.park import Park
from licensing.counting.stay import Stay
from licensing.papers.measure import HOST_METRICS, Reach
from licensing.papers.rule import Rule
from licensing.position.owed import Owed

Called = Callable[[str], Named]
"""What a member is called."""


@dataclass(frozen=True, slots=True)
class HostCounts:
    """A host that counts, what it came to before anything was rounded, and why."""

    host: str
    site: str
    units: Fraction
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sum: when, host by host, step by step; `not_counted` says what runs for nothing."""

    at: datetime
    hosts: tuple[HostCounts, ...]
    not_counted: tuple[Message, ...]
    steps: tuple[Message, ...]


def explained(rule: Rule, owed: Owed, stays: Iterable[Stay], called: Called) -> list[Explanation]:
    """Each sum that is part of what is owed: one, or one for each region that has something."""
    stays = list(stays)
    return [
        _one(rule, part, stays, called)
        for part in (owed.parts or (owed,))
        if part.licences or not owed.parts
    ]


def _one(rule: Rule, owed: Owed, stays: Sequence[Stay], called: Called) -> Explanation:
    at = owed.at
    park = owed.park.at(at)
    here = [stay for stay in stays if stay.host in park.hosts]
    found = causes(rule, park, stays, at, at + MOMENT)
    requirement = owed.requirement
    reasons = _reasons(rule, park, found, called)
    hosts = tuple(
        HostCounts(name, park.hosts[name].site, units, tuple(reasons.get(name, ())))
        for name, units in requirement.by_host.items()
    )
    counting = {one.stay.server for one in found if not one.has_left}
    idle = [stay for stay in here if stay.holds_at(at) and stay.server not in counting]
    idle.sort(key=lambda stay: stay.server)
    for_nothing = tuple(_for_nothing(rule, stay, called) for stay in idle)
    steps = tuple(_with_names(step, called) for step in requirement.steps)
    return Explanation(at, hosts, for_nothing, steps)


def _with_names(step: Message, called: Called) -> Message:
    """A sum knows municipalities by their slugs alone."""
    member = step.values.get("member")
    if not isinstance(member, str):
        return step
    return Message(step.template, {**step.values, "member": called(member)})


def _reasons(
    rule: Rule, park: Park, found: Iterable[Cause], called: Called
) -> Mapping[str, list[Message]]:
    """By host, the strongest first: what runs there, what may move there, who left it."""
    running: dict[str, list[Stay]] = defaultdict(list)
    left: dict[str, list[Stay]] = defaultdict(list)
    for one in found:
        (left if one.has_left else running)[one.stay.host].append(one.stay)
    reasons: dict[str, list[Message]] = defaultdict(list)
    for host, stays in running.items():
        on = [stay for stay in stays if stay.powered_on]
        off = [stay for stay in stays if not stay.powered_on]
        if on:
            reasons[host].append(say("it runs {servers}", servers=_servers(on, called)))
        if off:
            reasons[host].append(
                say(
                    "{servers} stands there, and counts switched off as well",
                    servers=_servers(off, called),
                )
            )
    for host, sources in _reached(rule, park, running).items():
        reasons[host].append(
            say("what runs on {hosts} may move there", hosts=tuple(sorted(sources)))
        )
    window = rule.window
    for host, stays in left.items():
        ended = {stay.until for stay in stays if stay.until is not None}
        reasons[host] += [
            say(
                "{servers} ran there until {left}, and it counts until {end}",
                servers=_servers((stay for stay in stays if stay.until == left_at), called),
                left=moment_in_figures(left_at),
                end=moment_in_figures(left_at + window),
            )
            for left_at in sorted(ended)
        ]
    for host, sources in _reached(rule, park, left).items():
        if host not in reasons:
            reasons[host].append(
                say(
                    "what left {hosts} within the window could have moved there",
                    hosts=tuple(sorted(sources)),
                )
            )
    return reasons


def _reached(rule: Rule, park: Park, running: Iterable[str]) -> Mapping[str, set[str]]:
    """Hosts on which nothing runs, each with those from which something may move there."""
    reached: dict[str, set[str]] = defaultdict(set)
    running = set(running)
    reaches = {one.reach for one in rule.measures if one.counts in HOST_METRICS}
    for reach in sorted(reaches - {Reach.HOST}):
        for source in running:
            for other in park.reachable(park.hosts[source], str(reach)):
                if other.name not in running:
                    reached[other.name].add(source)
    return reached


def _servers(stays: Iterable[Stay], called: Called) -> tuple[Message, ...]:
    ordered = sorted(stays, key=lambda stay: stay.server)
    return tuple(
        say("{server} ({member})", server=stay.server, member=called(stay.member))
        for stay in ordered
    )


def _for_nothing(rule: Rule, stay: Stay, called: Called) -> Message:
    """Why a server that is there asks for no licence."""
    if not stay.powered_on:
        why = say("it is switched off")
    elif rule.free_days_per_year:
        why = say("it is a spare on one of its {days} free days", days=rule.free_days_per_year)
    else:
        why = say("it stands by for its primary, and the rule lets it go free")
    return say(
        "{server} ({member}) on {host} does not count: {why}",
        server=stay.server,
        member=called(stay.member),
        host=stay.host,
        why=why,
    )
