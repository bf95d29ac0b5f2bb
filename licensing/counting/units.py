"""What one host, or one server on it, comes to by a rule. Pure.

Source of each formula: the rule's own file.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from licensing.counting.park import Host
from licensing.counting.stay import Stay
from licensing.papers.measure import Cap, Measure, Metric
from licensing.papers.rule import Rule
from tenants.site import DEFAULT_CLASS


def is_counted(rule: Rule, stay: Stay) -> bool:
    """Whether the rule looks at such a server at all."""
    return stay.powered_on or rule.powered_off_counts


def too_many_sockets(rule: Rule, host: Host) -> bool:
    """Whether they are occupied or not; also where nobody knows how many it has."""
    most = rule.sockets_at_most
    room = host.sockets_possible or host.sockets
    return most is not None and (room is None or room > most)


def topology(rule: Rule, host: Host) -> tuple[int, int]:
    """Sockets and cores per socket; what the rule assumes where nobody knows them.

    It counts as no less than the largest that is known; where none is and the rule assumes nothing
    either, as one core, which floors then raise.
    """
    if host.sockets is not None and host.cores_per_socket is not None:
        return host.sockets, host.cores_per_socket
    largest = host.at_most or (1, 1)
    if rule.unknown is None:
        return largest
    return max(largest[0], rule.unknown.sockets), max(largest[1], rule.unknown.cores_per_socket)


def host_cores(rule: Rule, host: Host) -> int:
    """Physical cores with the rule's floors."""
    sockets, cores = topology(rule, host)
    floored = sockets * max(cores, rule.floors.cores_per_socket)
    return max(floored, rule.floors.cores_per_host)


def host_base(rule: Rule, host: Host) -> int:
    """What a host comes to by itself, before its factor."""
    match rule.counts:
        case Metric.CORES:
            return host_cores(rule, host)
        case Metric.SOCKETS:
            sockets, cores = topology(rule, host)
            return sockets * ceil(Fraction(cores, rule.one_socket_covers_cores or cores))
        case Metric.RAM_GIB:
            return host.ram_gib or 1
        case _:
            return 1


def factor_of(rule: Rule, host: Host) -> Fraction:
    """How much a unit of such a host weighs; most where nobody knows what host it is."""
    thread = Fraction(1, threads_per_unit(rule, host))
    if not rule.factors:
        return thread
    if host.sockets is None:
        return max(rule.factors.values()) * thread
    return _weight(rule, class_of(rule, host)) * thread


def class_of(rule: Measure, host: Host) -> str:
    """Among the host's classes the one that the rule weighs; the dearest, were there two.

    Where it knows none of them the host is of a class of its own, and weighs by the default.
    """
    weighed = [one for one in host.classes if one in rule.factors and one != DEFAULT_CLASS]
    if weighed:
        return max(weighed, key=lambda one: rule.factors[one])
    return DEFAULT_CLASS if DEFAULT_CLASS in host.classes else host.classes[0]


def _weight(rule: Measure, name: str) -> Fraction:
    return rule.factors.get(name, rule.factors.get(DEFAULT_CLASS, Fraction(1)))


def threads_per_unit(rule: Rule, host: Host) -> int:
    """How many vCPUs make one core, where the rule takes them for threads."""
    return host.threads_per_core if rule.vcpus_are_threads else 1


def server_units(rule: Rule, host: Host, stay: Stay) -> int:
    """What a server comes to by itself, before its host's cap and factor."""
    if rule.counts is Metric.SERVERS:
        return 1
    units = max(stay.vcpus, rule.floors.vcpus_per_server)
    if rule.cap is Cap.HOST_CORES_PER_SERVER and _is_capped(rule, host):
        units = min(units, vcpus_of_all_cores(rule, host))
    return units


def infects_host(rule: Rule, stay: Stay) -> bool:
    """Whether all cores of its host count for it."""
    return rule.contagious and not stay.role.sub_capacity


def most_of_host(rule: Rule, host: Host) -> int | None:
    """What all servers of a host count for at most; None where there is no such cap."""
    if rule.cap is not Cap.HOST_CORES or not _is_capped(rule, host):
        return None
    return vcpus_of_all_cores(rule, host)


def vcpus_of_all_cores(rule: Rule, host: Host) -> int:
    """As many vCPUs as come to all cores of the host."""
    return host_cores(rule, host) * threads_per_unit(rule, host)


def _is_capped(rule: Rule, host: Host) -> bool:
    known = host.sockets is not None and host.cores_per_socket is not None
    return known or (rule.unknown is not None and rule.unknown.capped)
