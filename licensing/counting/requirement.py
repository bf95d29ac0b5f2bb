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
from licensing.counting.park import Host, Park
from licensing.counting.passives import charged
from licensing.counting.rounding import Units, rounded, shown
from licensing.counting.stay import Stay
from licensing.counting.units import (
    factor_of,
    host_base,
    host_cores,
    infects_host,
    most_of_host,
    server_units,
    too_many_sockets,
    topology,
)
from licensing.papers.rule import HOST_METRICS, Metric, Reach, Rule


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


def required(rule: Rule, park: Park, stays: Iterable[Stay], at: datetime) -> Requirement:
    """The licences that `rule` asks for at `at`, for these servers with the product."""
    here = [stay for stay in stays if stay.holds_at(at)]
    counted = charged(rule, [s for s in here if s.powered_on or rule.powered_off_counts])
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
        refused = [h.name for h in hosts if too_many_sockets(rule, h)]
        parts = [_of_host(rule, host, counted, steps) for host in hosts]
    else:
        parts = _of_servers(rule, park, counted, steps)
    licences, by_site = rounded(rule, parts, steps)
    return Requirement(licences, by_site, tuple(steps), tuple(refused))


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


def _of_host(rule: Rule, host: Host, counted: Iterable[Stay], steps: list[Message]) -> Units:
    sockets, cores = topology(rule, host)
    factor = factor_of(rule, host)
    base = host_base(rule, host)
    if host.sockets is None:
        steps.append(say("{host}: nobody knows its sockets and cores", host=host.name))
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
    return Units(units, "", host.name, host.factor, host.site)


def _of_servers(
    rule: Rule, park: Park, counted: Sequence[Stay], steps: list[Message]
) -> list[Units]:
    by_host: dict[str, list[Stay]] = defaultdict(list)
    for stay in counted:
        by_host[stay.host].append(stay)
    parts: list[Units] = []
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
        infectious = [stay.server for stay in servers if infects_host(rule, stay)]
        if infectious:
            most = host_cores(rule, host)
            steps.append(
                say(
                    "{host}: all its {cores} cores, since {server} may not be counted by its vCPUs",
                    host=name,
                    cores=shown(most),
                    server=infectious[0],
                )
            )
        elif most is not None and sum(units) > most:
            steps.append(
                say(
                    "{host}: {units} together, no more than its {cores} cores",
                    host=name,
                    units=shown(sum(units)),
                    cores=shown(most),
                )
            )
        if most is not None and (infectious or sum(units) > most):
            parts.append(Units(most * factor_of(rule, host), "", name, host.factor, host.site))
            continue
        parts += [
            Units(one * factor_of(rule, host), stay.server, name, host.factor, host.site)
            for stay, one in zip(servers, units, strict=True)
        ]
    return parts
