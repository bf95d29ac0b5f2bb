"""Rules about networks: members' within the range and of one size, and none overlaps. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Network
from operator import itemgetter

from core.message import Message, say
from core.problem import Problem
from tenants.definitions import Definitions
from tenants.rules.finding import by_joining, in_member, in_site, shown


def problems(definitions: Definitions) -> Iterator[Problem]:
    consortium = definitions.consortium.value
    for read in definitions.members.values():
        network = read.value.network
        if not network.subnet_of(consortium.address_range):
            yield in_member(
                read,
                ("network",),
                say(
                    "{network} is outside the consortium's range {range}; "
                    "`kumiai member new` proposes a free one",
                    network=network,
                    range=consortium.address_range,
                ),
            )
        if network.prefixlen != consortium.member_prefix_length:
            yield in_member(
                read,
                ("network",),
                say(
                    "{network} is not a /{length}, which every municipality has; "
                    "`kumiai member new` proposes a free one",
                    network=network,
                    length=consortium.member_prefix_length,
                ),
            )
    claims = list(_claims(definitions))
    for claim in claims:
        if any(claim.network.overlaps(one) for one in NOBODYS):
            yield claim.problem(
                say(
                    "no machine can be reached at an address of {network}; take another network",
                    network=claim.network,
                )
            )
    yield from _overlaps(claims)
    yield from _led_astray(definitions, claims)


NOBODYS = tuple(
    map(IPv4Network, ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"))
)
"""This network, this machine, link-local, multicast, reserved (IANA's registry of special-purpose
addresses)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A network, and who claims it."""

    network: IPv4Network
    shown: str
    problem: Callable[[Message], Problem]
    """A problem at the place where it is claimed."""


def _claims(definitions: Definitions) -> Iterator[Claim]:
    """Every network that is found from everywhere: the sites', then members' as they joined, then
    those of their lines, whose terminals are nobody else's."""
    for site in definitions.sites.values():
        for network, field in (
            (site.value.external_network.cidr, ("external_network", "cidr")),
            (site.value.operations_network, ("operations_network",)),
        ):
            where = f"{site.value.title.ja} ({site.document.file}: {field[0]})"
            yield Claim(network, where, partial(in_site, site, field))
    for member in by_joining(definitions):
        problem = partial(in_member, member, ("network",))
        yield Claim(member.value.network, shown(member), problem)
    for member in by_joining(definitions):
        for zone, line in member.value.access_lines.items():
            at = ("access_lines", str(zone))
            yield Claim(line.network, shown(member), partial(in_member, member, (*at, "network")))
            for index, terminals in enumerate(line.terminals):
                problem = partial(in_member, member, (*at, "terminals", index))
                yield Claim(terminals, shown(member), problem)


def _led_astray(definitions: Definitions, claims: list[Claim]) -> Iterator[Problem]:
    """What lines lead to besides may be the same for many, and none of what somebody claims."""
    clash: dict[IPv4Network, Claim | None] = {}
    for member in by_joining(definitions):
        for zone, line in member.value.access_lines.items():
            for index, route in enumerate(line.routes):
                if route not in clash:
                    found = (one for one in claims if one.network.overlaps(route))
                    clash[route] = next(found, None)
                if (other := clash[route]) is not None:
                    at = ("access_lines", str(zone), "routes", index)
                    yield in_member(member, at, _clash(route, other))


def _clash(network: IPv4Network, theirs: Claim) -> Message:
    return say(
        "{network} overlaps {theirs} of {other}; give one of them another network",
        network=network,
        theirs=theirs.network,
        other=theirs.shown,
    )


def _overlaps(claims: list[Claim]) -> Iterator[Problem]:
    """All these networks are routed together, so no address may belong to two of them.

    Networks either contain one another or have nothing in common. Sorted by their first address,
    the larger first, each is inside the last larger one or beyond it: one pass finds every clash.
    """
    ordered = sorted(enumerate(claims), key=lambda one: _by_address(one[1].network))
    widest = None
    for ranked in ordered:
        if widest is not None and ranked[1].network.overlaps(widest[1].network):
            # A clash is the newcomer's.
            (_, first), (_, later) = sorted((widest, ranked), key=itemgetter(0))
            yield later.problem(_clash(later.network, first))
        else:
            widest = ranked


def _by_address(network: IPv4Network) -> tuple[int, int]:
    return int(network.network_address), network.prefixlen
