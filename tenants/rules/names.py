"""Rules that keep the names of two objects from being the same. Pure.

blueprint/naming.py joins slugs with hyphens, and slugs have hyphens of their own: `usuki-tax` and
`core` meet `usuki` and `tax-core`. Two names meet where their words, one after another, are the
same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from core.message import Message, say
from core.problem import Problem
from core.wording import Location
from tenants.catalogue_model import Catalogue, as_reader
from tenants.definitions import Definitions
from tenants.rules.finding import in_member, in_shared, in_site, shown
from tenants.site import Site
from tenants.vocabulary import BACKUP_CONTAINER, BOOT_VOLUME, FENCE_AGGREGATE, KUMIAI

Found = tuple[Location, Message]
Words = tuple[str, ...]

NUMBER = "…"
"""Stands for any server's number."""


def problems(definitions: Definitions) -> Iterator[Problem]:
    catalogue = definitions.catalogue
    for find in (_servers, _volumes, _containers):
        for location, message in find(catalogue.value):
            yield in_shared(catalogue, location, message)
    yield from _members(definitions)
    for read in definitions.sites.values():
        for location, message in _aggregates(read.value):
            yield in_site(read, location, message)


def _aggregates(site: Site) -> Iterator[Found]:
    """The classes of hosts are aggregates as well."""
    classes = {_words(name): name for name in site.host_classes}
    for fence in site.licence_fences:
        name = classes.get(_words(FENCE_AGGREGATE, fence))
        if name is not None:
            yield (
                ("licence_fences", fence),
                say(
                    "its aggregate would have the name of the class of hosts {name}; "
                    "call the class otherwise",
                    name=name,
                ),
            )


def _members(definitions: Definitions) -> Iterator[Problem]:
    tiers = {_words(*at): at for at in _tiers(definitions.catalogue.value)}
    members = {_words(slug): read for slug, read in definitions.members.items()}
    own_names = definitions.own_names
    for words, read in members.items():
        slug = read.value.slug
        if slug in own_names or slug.startswith(f"{KUMIAI}-"):
            yield in_member(
                read,
                ("slug",),
                say("{slug} is a name of kumiai's or OpenStack's own; choose another", slug=slug),
            )
        for length in range(1, len(words)):
            other = members.get(words[:length])
            if other is None:
                continue
            for tier, own in tiers.items():
                theirs = tiers.get((*words[length:], *tier))
                if theirs is not None:
                    yield in_member(
                        read,
                        ("slug",),
                        say(
                            "its servers of {own} would have the names of those of {theirs} of "
                            "{other}; choose another slug",
                            own=as_reader(*own),
                            theirs=as_reader(*theirs),
                            other=shown(other),
                        ),
                    )


def _servers(catalogue: Catalogue) -> Iterator[Found]:
    for theirs, own in combinations(_tiers(catalogue), 2):
        if _words(*theirs) == _words(*own):
            yield (
                ("systems", own[0], "tiers", own[1]),
                say(
                    "its servers would have the names of those of {tier}; "
                    "call the tier or its system otherwise",
                    tier=as_reader(*theirs),
                ),
            )


def _volumes(catalogue: Catalogue) -> Iterator[Found]:
    """Volumes of tiers whose servers do not meet, which is told by itself."""
    named = [
        (at, volume, (*_words(*at), NUMBER, *_words(volume)))
        for at in _tiers(catalogue)
        for volume in (BOOT_VOLUME, *catalogue.systems[at[0]].tiers[at[1]].volumes)
    ]
    for (theirs, volume, first), (own, name, second) in combinations(named, 2):
        if _meet(first, second) and (own == theirs or _words(*own) != _words(*theirs)):
            yield (
                ("systems", own[0], "tiers", own[1], "volumes", name),
                say(
                    "would have the name of the volume {volume} of {tier}; call it otherwise",
                    volume=volume,
                    tier=as_reader(*theirs),
                ),
            )


def _containers(catalogue: Catalogue) -> Iterator[Found]:
    """A member has one container of a name."""
    taken = {BACKUP_CONTAINER}
    for name, system in catalogue.systems.items():
        for index, container in enumerate(system.containers):
            if container in taken:
                yield (
                    ("systems", name, "containers", index),
                    say(
                        "there is a container {name} already; call this one otherwise",
                        name=container,
                    ),
                )
            taken.add(container)


def _tiers(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(name, tier) for name, system in catalogue.systems.items() for tier in system.tiers]


def _words(*slugs: str) -> Words:
    return tuple(word for slug in slugs for word in slug.split("-"))


def _meet(first: Words, second: Words) -> bool:
    """Whether some server's number makes them the same."""
    return len(first) == len(second) and all(
        a == b or (NUMBER in (a, b) and (a + b).replace(NUMBER, "").isdigit())
        for a, b in zip(first, second, strict=True)
    )
