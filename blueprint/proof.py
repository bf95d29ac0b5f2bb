"""What is proven of all lines together: mynumber keeps from the internet, members from each other.

Pure. Whoever has no line has no way out of a zone but an internet zone's, and is in no rule of
anybody else's; so only those that have one are drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from blueprint.reachability import Step, path
from blueprint.world import INTERNET, World, together, world_of
from core.message import Message, say
from core.problem import Problem
from tenants.concerning import member_of
from tenants.definitions import Definitions
from tenants.rules.finding import in_member
from tenants.vocabulary import Zone


def problems(definitions: Definitions, broken: Collection[Problem] = ()) -> list[Problem]:
    """Every way that must not be; each is told once.

    Files that are broken otherwise say not yet what is meant: theirs are left out.
    """
    of_whom = {member_of(problem) for problem in broken}
    if None in of_whom or definitions.unreadable_sites:
        return []
    definitions = definitions.without({slug for slug in of_whom if slug is not None})
    found: dict[tuple[str, str], Problem] = {}
    lined = {s: m for s, m in definitions.present_members().items() if m.access_lines}
    for site in definitions.sites:
        drawn = {
            slug: blueprint_of(definitions, slug, site)
            for slug, member in lined.items()
            if site in definitions.sites_of(member)
        }
        for slug, what, message in _told(drawn):
            read = definitions.members[slug]
            found.setdefault((slug, what), in_member(read, ("access_lines",), message))
    return sorted(found.values())


def _told(drawn: Mapping[str, Blueprint]) -> Iterator[tuple[str, str, Message]]:
    """Whose, what kind of way, and the sentence."""
    world = together(map(world_of, drawn.values()))
    for slug, blueprint in drawn.items():
        mynumber = world.names_in(n.name for n in blueprint.networks if n.zone is Zone.MYNUMBER)
        if (way := path(world.steps, mynumber, {INTERNET})) is not None:
            yield (
                *(slug, "out"),
                say(
                    "mynumber reaches the internet: {way}; take out what leads there",
                    way=said(way),
                ),
            )
        if (way := path(world.steps, {INTERNET}, mynumber)) is not None:
            yield (
                *(slug, "in"),
                say(
                    "the internet reaches mynumber: {way}; take out what leads there",
                    way=said(way),
                ),
            )
        yield from _to_others(slug, drawn, world)


def _to_others(
    slug: str, drawn: Mapping[str, Blueprint], world: World
) -> Iterator[tuple[str, str, Message]]:
    own = _places_of(drawn[slug], world)
    others = {name for other in drawn if other != slug for name in _places_of(drawn[other], world)}
    if (way := path(world.steps, own - others, others - own)) is not None:
        yield (
            *(slug, "across"),
            say(
                "reaches another municipality: {way}; take out what leads there",
                way=said(way),
            ),
        )


def _places_of(blueprint: Blueprint, world: World) -> frozenset[str]:
    return world.names_in(network.name for network in blueprint.networks)


def said(way: tuple[Step, ...]) -> str:
    """The way as a sentence has it."""
    return ", ".join(map(str, way))
