"""Packets of members' lines, tried where each is active. Adapter: vantage points, Neutron."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from core.errors import OtherSystemFailed
from core.home import Home
from core.message import Message, say
from infra.verify.observe import observe
from infra.verify.packets import Astray, astray
from infra.verify.probes import Packet, packets, ports_named
from infra.verify.vantage import Vantage
from tenants.definitions import Definitions
from tenants.vocabulary import PlacementState

AT_ONCE = 4
"""Vantage points that send at the same time."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came out for one member where it is active.

    `untried` says why nothing was tried of it, or not from everywhere; `failure` that a host or
    the site did not answer.
    """

    member: str
    site: str
    sent: int = 0
    arrived: int = 0
    astray: tuple[Astray, ...] = ()
    untried: tuple[Message, ...] = ()
    failure: OtherSystemFailed | None = None


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
        asked = packets(blueprint, others, named)
        answers = _answers(member, asked, vantage)
    except OtherSystemFailed as failure:
        return Tried(member, site, failure=failure)
    sent = [(packet, arrived) for packet, arrived in answers if arrived is not None]
    return Tried(
        member,
        site,
        len(sent),
        sum(arrived for _, arrived in sent),
        tuple(astray(blueprint, sent, rules)),
        tuple(_left_out(home, asked, answers, vantage)),
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


def _answers(
    member: str, asked: Sequence[Packet], vantage: Vantage
) -> list[tuple[Packet, bool | None]]:
    by_host: dict[str, list[Packet]] = {}
    for packet in asked:
        if vantage.knows(packet.source.vantage):
            by_host.setdefault(packet.source.vantage, []).append(packet)

    def answer(host: str) -> Iterator[tuple[Packet, bool | None]]:
        return zip(by_host[host], vantage.arrived(member, host, by_host[host]), strict=True)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [one for answers in pool.map(answer, by_host) for one in answers]


def _no_host(home: Home, names: Sequence[str]) -> Message:
    return say(
        "no packet is tried from {names}: {file} names no such host; in a lab whose servers live "
        "`kumiai lab hosts` writes it",
        names=tuple(names),
        file=home.ssh_config,
    )
