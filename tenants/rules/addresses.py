"""Rules about the places of systems and tiers among a zone's addresses. Pure.

The places are written, since the keys of a file have no order: sorting a catalogue moves no server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.message import Message, say
from core.wording import Location
from tenants.catalogue_model import NOT_WRITTEN, Catalogue, Tier
from tenants.limits import MOST_SYSTEMS, MOST_TIERS

Found = tuple[Location, Message]

ONCE_BY_NAME = "app"
"""The tier that was spread over hosts and carried busy seasons before its fields said so."""


def found_in(catalogue: Catalogue) -> Iterator[Found]:
    """Places that are missing, with those that the order of the file gave until now, or twice."""
    blocks = {name: system.address_block for name, system in catalogue.systems.items()}
    for name, block in _missing(blocks, MOST_SYSTEMS):
        yield (
            ("systems", name),
            say(
                "has no place in a zone's network; write `address_block: {block}`, "
                "and no server moves",
                block=block,
            ),
        )
    yield from _twice(("systems",), "address_block", blocks)
    for name, system in catalogue.systems.items():
        at = ("systems", name, "tiers")
        places = {key: tier.address_place for key, tier in system.tiers.items()}
        for key, place in _missing(places, MOST_TIERS):
            yield (*at, key), _without_place(key, system.tiers[key], place)
        yield from _twice(at, "address_place", places)


def _without_place(key: str, tier: Tier, place: int) -> Message:
    if key == ONCE_BY_NAME and not (tier.anti_affinity or tier.carries_busy_season):
        return say(
            "has no place in its system's block of addresses; write `address_place: {place}`, and "
            "`anti_affinity: true` and `carries_busy_season: true` as until now, and no server "
            "moves",
            place=place,
        )
    return say(
        "has no place in its system's block of addresses; write `address_place: {place}`, "
        "and no server moves",
        place=place,
    )


def _missing(places: Mapping[str, int], most: int) -> Iterator[tuple[str, int]]:
    """Names without a place, each with that of its position, or the first free one.

    None where there is no room for all of them, which is told by itself.
    """
    taken = set(places.values())
    if len(places) > most:
        return
    for position, (name, place) in enumerate(places.items(), start=1):
        if place == NOT_WRITTEN:
            free = [one for one in (position, *range(1, most + 1)) if one not in taken]
            taken.add(free[0])
            yield name, free[0]


def _twice(at: Location, field: str, places: Mapping[str, int]) -> Iterator[Found]:
    first: dict[int, str] = {}
    for name, place in places.items():
        other = first.setdefault(place, name)
        if place != NOT_WRITTEN and other != name:
            yield (
                (*at, name, field),
                say(
                    "{place} is also that of {other}, whose servers would have the same addresses; "
                    "give the one that was added last another",
                    place=place,
                    other=other,
                ),
            )
