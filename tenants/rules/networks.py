"""Rules about members' networks: within the range, of one size, never overlapping. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from core.message import say
from core.problem import Problem
from tenants.definitions import Definitions
from tenants.rules.finding import in_member, joined, shown


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
    yield from _overlaps(definitions)


def _overlaps(definitions: Definitions) -> Iterator[Problem]:
    """Members' networks are routed together, so no address may belong to two of them.

    Networks either contain one another or have nothing in common. Sorted by their first address,
    the larger first, each is inside the last larger one or beyond it: one pass finds every clash.
    """
    ordered = sorted(
        definitions.members.values(),
        key=lambda read: (int(read.value.network.network_address), read.value.network.prefixlen),
    )
    widest = None
    for read in ordered:
        if widest is not None and read.value.network.overlaps(widest.value.network):
            first, later = sorted((widest, read), key=joined)
            yield in_member(
                later,
                ("network",),
                say(
                    "{network} overlaps {theirs} of {other}; give one of them another network",
                    network=later.value.network,
                    theirs=first.value.network,
                    other=shown(first),
                ),
            )
        else:
            widest = read
