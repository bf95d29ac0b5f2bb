"""What hosts and servers come to at one moment, before it is rounded to licences. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from math import ceil

from core.eras import moment_in_figures
from core.message import Message, say
from licensing.counting.group import Held, scale_of
from licensing.counting.park import Host, Park
from licensing.counting.passives import charged
from licensing.counting.rounding import Units, shown
from licensing.counting.stay import Stay
from licensing.counting.sweep import held_at
from licensing.counting.units import (
    class_of,
    factor_of,
    host_base,
    host_cores,
    infects_host,
    is_counted,
    most_of_host,
    server_units,
    threads_per_unit,
    too_many_sockets,
    topology,
    vcpus_of_all_cores,
)
from licensing.papers.measure import HOST_METRICS, Metric, Reach
from licensing.papers.rule import Rule


def machine_units(
    rule: Rule, park: Park, stays: Sequence[Stay], at: datetime, steps: list[Message]
) -> tuple[list[Units], list[str]]:
    """The units of each host or server that counts at `at`, and the hosts that are not allowed."""
    here = [stay for stay in stays if stay.holds_at(at)]
    counted = charged(rule, [stay for stay in here if is_counted(rule, stay)])
    if rule.counts in HOST_METRICS:
        return _of_hosts(rule, park, stays, counted, at, steps)
    return _of_servers(rule, park.at(at), counted, steps), []


def _of_hosts(
    rule: Rule,
    park: Park,
    stays: Sequence[Stay],
    counted: Sequence[Stay],
    at: datetime,
    steps: list[Message],
) -> tuple[list[Units], list[str]]:
    """What each host comes to, for what is there or for its window, and those not allowed."""
    there = {host.name: host for host in _hosts(rule, park.at(at), counted)}
    held = held_at(rule, park, stays, at)
    parts: list[Units] = []
    refused: list[str] = []
    for name in sorted({*there, *held}):
        ways: list[tuple[Units, Host, list[Message]]] = []
        if name in there:
            told: list[Message] = []
            ways.append((_of_host(rule, there[name], counted, told), there[name], told))
        if name in held:
            one, until = held[name]
            told = []
            ways.append((_of_window(rule, one, until, told), one.host, told))
        part, host, told = max(ways, key=lambda way: way[0].units)
        parts.append(part)
        steps += told
        if too_many_sockets(rule, host):
            refused.append(name)
    return parts, refused


def _hosts(rule: Rule, park: Park, counted: Iterable[Stay]) -> list[Host]:
    """Hosts that run the product, and those that it may move to."""
    found = {stay.host for stay in counted}
    if rule.reach is not Reach.HOST:
        found |= {
            other.name
            for stay in counted
            for other in park.reachable(park.hosts[stay.host], str(rule.reach))
        }
    return [park.hosts[name] for name in sorted(found)]


def _of_host(rule: Rule, host: Host, counted: Iterable[Stay], steps: list[Message]) -> Units:
    units = _weighed(rule, host, steps)
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
    return _part(host, units)


def _of_window(rule: Rule, held: Held, until: datetime, steps: list[Message]) -> Units:
    """What the host counted before it was left, or changed."""
    units = Fraction(held.share[0], scale_of(rule))
    _weighed(rule, held.host, steps)
    steps.append(
        say(
            "{host}: {units} were counted until {left}, and are until {end}",
            host=held.host.name,
            units=shown(units),
            left=moment_in_figures(until - rule.window),
            end=moment_in_figures(until),
        )
    )
    return _part(held.host, units)


def _part(host: Host, units: Fraction) -> Units:
    return Units(units, host)


def _weighed(rule: Rule, host: Host, steps: list[Message]) -> Fraction:
    """The host by itself, with its factor."""
    sockets, cores = topology(rule, host)
    factor = factor_of(rule, host)
    base = host_base(rule, host)
    if host.sockets is None and (sockets, cores) != host.at_most and rule.unknown is not None:
        steps.append(say("{host}: nobody knows its sockets and cores", host=host.name))
    elif host.sockets is None:
        steps.append(
            say(
                "{host}: nobody knows its sockets and cores; it counts as the largest that is "
                "known, by the dearest factor",
                host=host.name,
            )
        )
    if rule.counts is Metric.CORES or (rule.counts is Metric.SOCKETS and base != sockets):
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
    elif rule.counts is Metric.RAM_GIB:
        steps.append(say("{host}: {ram} GiB of memory", host=host.name, ram=base))
    else:
        steps.append(say("{host}: one host", host=host.name))
    steps += _by_what_it_weighs(rule, host, base)
    return base * factor


def _by_what_it_weighs(rule: Rule, host: Host, units: int) -> Iterator[Message]:
    """How so many units become fewer or more, by threads and by the host's class."""
    threads, factor = threads_per_unit(rule, host), factor_of(rule, host)
    cores = Fraction(units, threads)
    if threads != 1:
        yield say(
            "{host}: {threads} threads each are a core = {units}",
            host=host.name,
            threads=threads,
            units=shown(cores),
        )
    if factor * threads != 1:
        yield say(
            "{host}: × {factor} (class {group}) = {units}",
            host=host.name,
            factor=shown(factor * threads),
            group=class_of(rule, host),
            units=shown(units * factor),
        )


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
            most = vcpus_of_all_cores(rule, host)
            steps.append(
                say(
                    "{host}: all its {cores} cores, since {server} may not be counted by its vCPUs",
                    host=name,
                    cores=host_cores(rule, host),
                    server=infectious[0],
                )
            )
        elif most is not None and sum(units) > most:
            steps.append(
                say(
                    "{host}: {units} together, no more than its {cores} cores",
                    host=name,
                    units=shown(sum(units)),
                    cores=host_cores(rule, host),
                )
            )
        factor = factor_of(rule, host)
        capped = most if most is not None and (infectious or sum(units) > most) else None
        steps += _by_what_it_weighs(rule, host, sum(units) if capped is None else capped)
        if capped is not None:
            parts.append(Units(capped * factor, host))
            continue
        parts += [
            Units(one * factor, host, stay.server) for stay, one in zip(servers, units, strict=True)
        ]
    return parts
