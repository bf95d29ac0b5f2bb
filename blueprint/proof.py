"""What is proven of all lines together: mynumber keeps from the internet, members from each other.

Pure. Whoever has no line has no way out of a zone but an internet zone's, and is in no rule of
anybody else's; so only those that have one are drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from blueprint.reachability import path
from blueprint.world import INTERNET, together, world_of
from core.message import Message, listed, say
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
    worlds = {slug: world_of(blueprint) for slug, blueprint in drawn.items()}
    world = together(worlds.values())
    tiers = frozenset(tier.name for tier in world.tiers)
    for slug, own in worlds.items():
        zones = [n.name for n in drawn[slug].networks if n.zone is Zone.MYNUMBER]
        mynumber = own.names_in(zones)
        if (way := path(world.steps, mynumber, {INTERNET})) is not None:
            yield (
                *(slug, "out"),
                say(
                    "mynumber reaches the internet: {way}; take out what leads there",
                    way=listed(way),
                ),
            )
        if (way := path(world.steps, {INTERNET}, mynumber)) is not None:
            yield (
                *(slug, "in"),
                say(
                    "the internet reaches mynumber: {way}; take out what leads there",
                    way=listed(way),
                ),
            )
        theirs = {tier.name for tier in own.tiers}
        if (way := path(world.steps, theirs, tiers - theirs)) is not None:
            yield (
                *(slug, "across"),
                say(
                    "reaches another municipality: {way}; take out what leads there",
                    way=listed(way),
                ),
            )
