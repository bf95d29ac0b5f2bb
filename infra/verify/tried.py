"""Packets of members' lines, tried where each is active. Adapter: vantage points, Neutron."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from core.errors import OtherSystemFailed
from core.home import Home
from core.message import Message, say
from infra.verify.observe import observe
from infra.verify.packets import Astray, astray
from infra.verify.probes import Packet, packets, ports_named
from infra.verify.vantage import Vantage, sent_from_all
from tenants.definitions import Definitions
from tenants.vocabulary import PlacementState


@dataclass(frozen=True, slots=True)
class Tried:
    """What came out for one member where it is active.

    `untried` says why nothing was tried of it, or not from everywhere; `failures` that the site or
    hosts did not answer.
    """

    member: str
    site: str
    sent: int = 0
    arrived: int = 0
    astray: tuple[Astray, ...] = ()
    untried: tuple[Message, ...] = ()
    failures: tuple[OtherSystemFailed, ...] = ()


def try_packets(
    home: Home,
    definitions: Definitions,
    sites: Sequence[str],
    members: Sequence[str],
    vantage: Vantage,
) -> list[Tried]:
    """Each of the members that have a line, or that are named; one after the other."""
    found: list[Tried] = []
    for site in sites:
        drawn = {
            slug: blueprint_of(definitions, slug, site) for slug in definitions.members_at(site)
        }
        for slug, blueprint in drawn.items():
            chosen = slug in members if members else bool(blueprint.lines)
            if chosen and blueprint.state is PlacementState.ACTIVE:
                others = [one for other, one in drawn.items() if other != slug]
                found.append(_tried(home, definitions, blueprint, others, vantage))
    return found


def _tried(
    home: Home,
    definitions: Definitions,
    blueprint: Blueprint,
    others: Sequence[Blueprint],
    vantage: Vantage,
) -> Tried:
    member, site = blueprint.member, blueprint.site
    if not blueprint.lines:
        return Tried(member, site, untried=(say("no packet is tried: it has no access line"),))
    lines = [line.name for line in blueprint.lines]
    if unknown := [name for name in lines if not vantage.knows(name)]:
        return Tried(member, site, untried=(_no_host(home, unknown),))
    try:
        seen = observe(home, definitions.sites[site].value, [member], list(definitions.members))
        rules = seen.projects[member].groups if member in seen.projects else {}
        named = ports_named(rule for found in rules.values() for rule in found)
    except OtherSystemFailed as failure:
        return Tried(member, site, failures=(failure,))
    asked = packets(blueprint, others, named)
    answers, failures = sent_from_all(vantage, member, asked)
    sent = [(packet, arrived) for packet, arrived in answers if arrived is not None]
    return Tried(
        member,
        site,
        len(sent),
        sum(arrived for _, arrived in sent),
        tuple(astray(blueprint, sent, rules)),
        tuple(_left_out(home, asked, answers, vantage)),
        tuple(failures),
    )


def _left_out(
    home: Home,
    asked: Sequence[Packet],
    answers: Sequence[tuple[Packet, bool | None]],
    vantage: Vantage,
) -> Iterator[Message]:
    hosts = {packet.source.vantage for packet in asked}
    if unknown := sorted(host for host in hosts if not vantage.knows(host)):
        yield _no_host(home, unknown)
    absent = {packet.source.address for packet, arrived in answers if arrived is None}
    if absent:
        yield say(
            "nothing is tried as coming from {addresses}: the host of the line does not have "
            "these addresses",
            addresses=tuple(map(str, sorted(absent))),
        )


def _no_host(home: Home, names: Sequence[str]) -> Message:
    return say(
        "no packet is tried from {names}: {file} names no such host; in a lab whose servers live "
        "`kumiai lab hosts` writes it",
        names=tuple(names),
        file=home.ssh_config,
    )
