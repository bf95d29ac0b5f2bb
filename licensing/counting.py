"""How many licences a rule asks for at one moment, with every step of the sum. Pure.

Source of each formula: the rule's own file. Numbers are exact fractions until a rule rounds them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil

from core.message import Message, say
from licensing.park import Host, Park, Stay
from licensing.rule import HOST_METRICS, Cap, Level, Metric, Reach, Rule


@dataclass(frozen=True, slots=True)
class Requirement:
    """Licences that a rule asks for, and how that came about.

    `by_site` adds up to `licences` unless the rule rounds the whole park. `refused` names hosts
    that the rule does not allow at all.
    """

    licences: Fraction
    by_site: Mapping[str, Fraction]
    steps: tuple[Message, ...]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Units:
    """What one host or server comes to, with the groups that it may be rounded in."""

    units: Fraction
    server: str
    host: str
    factor: str
    site: str


def required(rule: Rule, park: Park, stays: Iterable[Stay], at: datetime) -> Requirement:
    """The licences that `rule` asks for at `at`, for these servers with the product."""
    here = [stay for stay in stays if stay.holds_at(at)]
    counted = _not_passive(rule, [s for s in here if s.powered_on or rule.powered_off_counts])
    steps: list[Message] = []
    refused: list[str] = []
    if rule.counts in HOST_METRICS:
        window = timedelta(days=rule.window_days)
        gone = [
            s
            for s in stays
            if s.since != s.until
            and s.ended_within(window, at)
            and (s.powered_on or rule.powered_off_counts)
        ]
        hosts = _hosts(rule, park, counted, gone)
        refused = [h.name for h in hosts if _too_many_sockets(rule, h)]
        parts = [_of_host(rule, host, counted, steps) for host in hosts]
    else:
        parts = _of_servers(rule, park, counted, steps)
    licences, by_site = _rounded(rule, parts, steps)
    return Requirement(licences, by_site, tuple(steps), tuple(refused))


def _not_passive(rule: Rule, stays: Sequence[Stay]) -> list[Stay]:
    """Without as many passive replicas as the rule lets go free."""
    passive = sorted((s for s in stays if s.passive), key=lambda s: s.server)
    free = {stay.server for stay in passive[: rule.free_passive_servers]}
    return [stay for stay in stays if stay.server not in free]


def _hosts(rule: Rule, park: Park, counted: Iterable[Stay], gone: Iterable[Stay]) -> list[Host]:
    """Hosts that run the product, those it may move to, those it left within the window."""
    found = {stay.host for stay in counted} | {stay.host for stay in gone}
    if rule.reach is not Reach.HOST:
        found |= {
            other.name
            for stay in counted
            for other in park.reachable(park.hosts[stay.host], str(rule.reach))
        }
    return [park.hosts[name] for name in sorted(found)]


def _too_many_sockets(rule: Rule, host: Host) -> bool:
    return rule.sockets_at_most is not None and (host.sockets or 0) > rule.sockets_at_most


def _topology(rule: Rule, host: Host) -> tuple[int, int]:
    """Sockets and cores per socket; what the rule assumes where nobody knows them.

    A rule that assumes nothing counts such a host as one core, which its floors then raise.
    """
    if host.sockets is not None and host.cores_per_socket is not None:
        return host.sockets, host.cores_per_socket
    if rule.unknown is not None:
        return rule.unknown.sockets, rule.unknown.cores_per_socket
    return 1, 1


def host_cores(rule: Rule, host: Host) -> int:
    """Physical cores with the rule's floors."""
    sockets, cores = _topology(rule, host)
    floored = sockets * max(cores, rule.floors.cores_per_socket)
    return max(floored, rule.floors.cores_per_host)


def host_base(rule: Rule, host: Host) -> int:
    """What a host comes to by itself, before its factor."""
    match rule.counts:
        case Metric.CORES:
            return host_cores(rule, host)
        case Metric.SOCKETS:
            return _topology(rule, host)[0]
        case _:
            return 1


def factor_of(rule: Rule, host: Host) -> Fraction:
    """How much a unit of such a host weighs."""
    if not rule.factors:
        return Fraction(1)
    return rule.factors.get(host.factor, rule.factors.get("default", Fraction(1)))


def _of_host(rule: Rule, host: Host, counted: Iterable[Stay], steps: list[Message]) -> _Units:
    sockets, cores = _topology(rule, host)
    factor = factor_of(rule, host)
    base = host_base(rule, host)
    if rule.counts is Metric.CORES:
        steps.append(
            say(
                "{host}: {sockets} sockets × {cores} cores, counted as {base}",
                host=host.name,
                sockets=sockets,
                cores=cores,
                base=base,
            )
        )
    elif rule.counts is Metric.SOCKETS:
        steps.append(say("{host}: {sockets} sockets", host=host.name, sockets=sockets))
    else:
        steps.append(say("{host}: one host", host=host.name))
    units = base * factor
    if factor != 1:
        steps.append(
            say(
                "{host}: × {factor} (factor {group}) = {units}",
                host=host.name,
                factor=shown(factor),
                group=host.factor,
                units=shown(units),
            )
        )
    if rule.servers_per_set is not None:
        running = sum(stay.host == host.name for stay in counted)
        sets = max(1, ceil(Fraction(running, rule.servers_per_set)))
        units *= sets
        steps.append(
            say(
                "{host}: {servers} servers need {sets} sets = {units}",
                host=host.name,
                servers=running,
                sets=sets,
                units=shown(units),
            )
        )
    return _Units(units, "", host.name, host.factor, host.site)


def _of_servers(
    rule: Rule, park: Park, counted: Sequence[Stay], steps: list[Message]
) -> list[_Units]:
    by_host: dict[str, list[Stay]] = defaultdict(list)
    for stay in counted:
        by_host[stay.host].append(stay)
    parts: list[_Units] = []
    for name in sorted(by_host):
        host = park.hosts[name]
        servers = sorted(by_host[name], key=lambda s: s.server)
        units = [server_units(rule, host, stay) for stay in servers]
        for stay, one in zip(servers, units, strict=True):
            steps.append(
                say(
                    "{server} on {host}: {vcpus} vCPU, counted as {units}",
                    server=stay.server,
                    host=name,
                    vcpus=stay.vcpus,
                    units=shown(one),
                )
            )
        most = most_of_host(rule, host)
        if most is not None and sum(units) > most:
            steps.append(
                say(
                    "{host}: {units} together, no more than its {cores} cores",
                    host=name,
                    units=shown(sum(units)),
                    cores=shown(most),
                )
            )
            parts.append(_Units(most * factor_of(rule, host), "", name, host.factor, host.site))
            continue
        parts += [
            _Units(one * factor_of(rule, host), stay.server, name, host.factor, host.site)
            for stay, one in zip(servers, units, strict=True)
        ]
    return parts


def server_units(rule: Rule, host: Host, stay: Stay) -> int:
    """What a server comes to by itself, before its host's cap and factor."""
    if rule.counts is Metric.SERVERS:
        return 1
    units = max(stay.vcpus, rule.floors.vcpus_per_server)
    if rule.cap is Cap.HOST_CORES_PER_SERVER and _is_capped(rule, host):
        units = min(units, host_cores(rule, host))
    return units


def most_of_host(rule: Rule, host: Host) -> Fraction | None:
    """What all servers of a host count for at most; None where there is no such cap."""
    if rule.cap is not Cap.HOST_CORES or not _is_capped(rule, host):
        return None
    return Fraction(host_cores(rule, host))


def _is_capped(rule: Rule, host: Host) -> bool:
    known = host.sockets is not None and host.cores_per_socket is not None
    return known or (rule.unknown is not None and rule.unknown.capped)


def _rounded(
    rule: Rule, parts: Sequence[_Units], steps: list[Message]
) -> tuple[Fraction, dict[str, Fraction]]:
    """Licences in all and by site: weighed, divided by units per licence, rounded up where told."""
    groups: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    for part in parts:
        groups[_group(rule.round_up_at, part)] += part.units
    by_site: dict[str, Fraction] = defaultdict(Fraction)
    total = Fraction(0)
    for group, units in sorted(groups.items()):
        licences = weighed(rule, units) / rule.units_per_licence
        if rule.round_up_at is not Level.NEVER:
            licences = Fraction(ceil(licences))
        if licences != units:
            steps.append(
                say(
                    "{group}: {units} → {licences} licences",
                    group=" ".join(name for name in group if name) or say("in all"),
                    units=shown(units),
                    licences=shown(licences),
                )
            )
        total += licences
        if rule.round_up_at is Level.PARK:
            continue
        by_site[group[0]] += licences
    if rule.round_up_at is Level.PARK:
        for part in parts:
            by_site[part.site] += part.units / rule.units_per_licence
    return total, dict(by_site)


def _group(level: Level, part: _Units) -> tuple[str, ...]:
    """What is summed up before it is rounded; the site first, where it stays apart."""
    match level:
        case Level.SERVER:
            return (part.site, part.host, part.server)
        case Level.HOST:
            return (part.site, part.host)
        case Level.FACTOR_GROUP:
            return (part.site, part.factor)
        case Level.SITE | Level.NEVER:
            return (part.site,)
        case Level.PARK:
            return ("",)


def weighed(rule: Rule, units: Fraction) -> Fraction:
    """By the steps of the rule: so much each up to here, so much each beyond."""
    if not rule.steps:
        return units
    total, below = Fraction(0), Fraction(0)
    for step in rule.steps:
        top = units if step.up_to is None else min(units, Fraction(step.up_to))
        if top > below:
            total += (top - below) * step.weight
            below = top
    return total


def shown(number: Fraction | int) -> str:
    """As a person writes it: 40, 0.5, 2.75.

    >>> shown(Fraction(40)), shown(Fraction(1, 2)), shown(Fraction(1, 3))
    ('40', '0.5', '0.3333')
    """
    exact = Fraction(number)
    return str(exact.numerator) if exact.denominator == 1 else f"{float(exact):.4f}".rstrip("0")
