"""What is proven of lines: mynumber keeps from the internet, and members from each other."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from blueprint.proof import problems
from blueprint.world import INTERNET, world_of
from core.message import say
from tenants.access_line import AccessLine
from tenants.definitions import Definitions
from tenants.member import Member
from tenants.rules.finding import in_member
from tenants.vocabulary import NetworkModel, Zone
from tests.lib.definitions import shipped
from tests.lib.lines import ON_THE_LINE, PREFECTURE, TO_THE_PREFECTURE, with_lines


def with_member(definitions: Definitions, member: Member) -> Definitions:
    read = replace(definitions.members[member.slug], value=member)
    return replace(definitions, members={**definitions.members, member.slug: read})


def with_line(
    definitions: Definitions, slug: str, zone: Zone, line: AccessLine, **changes: object
) -> Definitions:
    member = definitions.members[slug].value
    lines = {**member.access_lines, zone: line}
    return with_member(definitions, member.model_copy(update={"access_lines": lines, **changes}))


OF_HITA = ON_THE_LINE.model_copy(
    update={"network": IPv4Network("172.21.9.0/29"), "terminals": (), "routes": ()}
)


def test_lines_as_they_are_meant_lead_nowhere_else() -> None:
    both = with_line(with_lines("usuki"), "hita", Zone.MYNUMBER, OF_HITA)
    assert problems(shipped()) == problems(both) == []


def test_two_members_that_share_addresses_would_reach_each_other() -> None:
    # Another rule refuses this before: what Usuki reaches by name are Hita's terminals.
    shared = OF_HITA.model_copy(update={"terminals": (PREFECTURE,)})
    found = problems(with_line(with_lines("usuki"), "hita", Zone.MYNUMBER, shared))
    assert [str(one) for one in found] == [
        "tenants/members/usuki.yaml:4:1: 臼杵市: access_lines: reaches another municipality: "
        "usuki-core-app → usuki-mynumber → usuki-mynumber-line → 172.30.1.0/24 (tcp 443), "
        "172.30.1.0/24 → hita-mynumber-line → hita-mynumber → hita-core-app (tcp 443); "
        "take out what leads there"
    ]


def test_the_internet_zone_may_reach_what_mynumber_may_not() -> None:
    # Nobeoka's documents are in the internet zone, and its gateway leads there.
    line = OF_HITA.model_copy(update={"terminals": (IPv4Network("172.22.9.0/24"),)})
    definitions = with_line(shipped(), "nobeoka", Zone.INTERNET, line)
    assert definitions.members["nobeoka"].value.network_model is NetworkModel.BETA_DASH
    assert problems(definitions) == []
    world = world_of(blueprint_of(definitions, "nobeoka", "primary"))
    assert [str(step) for step in world.steps["172.22.9.0/24"]] == [
        "172.22.9.0/24 → nobeoka-internet-line → nobeoka-internet → 0.0.0.0/0 (any)",
        "172.22.9.0/24 → nobeoka-internet-line → nobeoka-internet → nobeoka-document-app (tcp 443)",
    ]


def test_an_exception_to_an_address_of_the_internet_is_told_whatever_the_line() -> None:
    line = ON_THE_LINE.model_copy(update={"routes": (IPv4Network("8.8.8.0/24"),)})
    out = TO_THE_PREFECTURE.model_copy(update={"address": IPv4Address("8.8.8.8")})
    found = problems(
        with_line(shipped(), "usuki", Zone.MYNUMBER, line, specific_communication=(out,))
    )
    assert [str(one.message).partition(":")[0] for one in found] == [
        "mynumber reaches the internet"
    ]


def test_what_is_broken_in_another_file_keeps_no_way_from_being_told() -> None:
    line = ON_THE_LINE.model_copy(update={"routes": (IPv4Network("8.8.8.0/24"),)})
    out = TO_THE_PREFECTURE.model_copy(update={"address": IPv4Address("8.8.8.8")})
    bad = with_line(shipped(), "usuki", Zone.MYNUMBER, line, specific_communication=(out,))
    of_hita = in_member(bad.members["hita"], ("code",), say("is missing; add it"))
    of_usuki = in_member(bad.members["usuki"], ("code",), say("is missing; add it"))
    assert len(problems(bad, [of_hita])) == 1
    assert problems(bad, [of_usuki]) == []


def offered(blueprint: Blueprint, definitions: Definitions) -> set[tuple[str, str]]:
    """Every tier that the member uses, and what the catalogue lets in there."""
    return {
        (f"{blueprint.member}-{name}-{tier}", f"{offer.protocol} {offer.port}")
        for name, system in definitions.catalogue.value.systems.items()
        for tier, one in system.tiers.items()
        for offer in one.offers
    }


def test_every_port_that_is_open_follows_from_the_catalogue_or_is_an_exception() -> None:
    definitions = with_lines("usuki")
    for slug in definitions.members:
        for site in ("primary", "remote"):
            blueprint = blueprint_of(definitions, slug, site)
            world, allowed = world_of(blueprint), offered(blueprint, definitions)
            tiers = world.names_in(network.name for network in blueprint.networks)
            there = [step for own in world.steps.values() for step in own]
            assert there
            assert {(s.target, s.by) for s in there if s.target in tiers} <= allowed
            out = [step for step in there if step.target not in tiers]
            named = [("usuki-core-app", "172.30.1.0/24", "tcp 443")] if slug == "usuki" else []
            assert [(s.source, s.target, s.by) for s in out] == named


def test_a_zone_without_a_line_is_reached_by_operations_alone() -> None:
    world = world_of(blueprint_of(shipped(), "usuki", "primary"))
    assert {place.name for place in world.places if place.ways} == {"192.0.2.0/26"}
    assert INTERNET not in world.steps
