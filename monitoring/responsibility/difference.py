"""What another version of the matrix says otherwise, in words and with its day. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.message import Message, Named, say
from monitoring.responsibility.cell import PartyAt, Place
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import (
    ACTIVITY_WORDS,
    LAYER_WORDS,
    PART_WORDS,
    Activity,
    Layer,
    Part,
)
from tenants.definitions import Definitions

Names = tuple[PartyAt, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """From a day on, other parties take a part in something at some places."""

    day: date | None
    """None where it holds already."""
    layer: Layer
    part: Part
    before: Names
    after: Names
    activities: tuple[Activity, ...]
    members: tuple[str, ...]
    """Whose; empty for a layer that is nobody's in particular."""
    systems: tuple[str, ...]
    """Which of theirs; empty where the layer has none."""


Said = tuple[Names, Names]
_Key = tuple[int, Layer, Part, str, str]


def changes(
    before: Matrix, after: Matrix, places: Sequence[Place], today: date
) -> Iterator[Change]:
    """What differs today, and what differs from a later day on, in order of days and layers."""
    later = {*before.days_of_change(), *after.days_of_change()}
    days = [today, *sorted(day for day in later if day > today)]
    found: dict[_Key, dict[Place, list[Activity]]] = {}
    names: dict[_Key, Said] = {}
    for place in places:
        for activity in Activity:
            last: dict[Part, Said] = {}
            for number, day in enumerate(days):
                was = before.cell(place, activity, day).parts
                will = after.cell(place, activity, day).parts
                for part in Part:
                    said = was.get(part, ()), will.get(part, ())
                    if said[0] != said[1] and said != last.get(part):
                        key = (number, place.layer, part, _shape(said[0]), _shape(said[1]))
                        names[key] = said
                        found.setdefault(key, {}).setdefault(place, []).append(activity)
                    last[part] = said
    for key, at in sorted(found.items(), key=lambda one: (one[0][0], list(Layer).index(one[0][1]))):
        number, layer, part, *_ = key
        for activities in dict.fromkeys(tuple(one) for one in at.values()):
            alike = [place for place, done in at.items() if tuple(done) == activities]
            yield Change(
                days[number] if number else None,
                layer,
                part,
                *names[key],
                activities,
                tuple(dict.fromkeys(place.member for place in alike if place.member)),
                tuple(dict.fromkeys(place.system for place in alike if place.system)),
            )


def _shape(names: Names) -> str:
    """The parties, whosever they are: ten municipalities' sections are one change."""
    return ",".join(one.party for one in names)


def told(matrix: Matrix, before: Matrix, definitions: Definitions, change: Change) -> Message:
    """As in: from 2027-04-01 accountable for repair of the OS of 臼杵市 is the vendor."""
    sentence = say(
        "{part} for {activities} of {layer} of {whose}: {after}, no longer {before}",
        part=PART_WORDS[change.part],
        activities=tuple(ACTIVITY_WORDS[one] for one in change.activities)
        if len(change.activities) < len(Activity)
        else say("everything"),
        layer=LAYER_WORDS[change.layer],
        whose=_whose(definitions, change),
        after=_called(matrix, change.after),
        before=_called(before, change.before),
    )
    if change.day is None:
        return sentence
    return say("from {day}: {change}", day=change.day, change=sentence)


def _called(matrix: Matrix, names: Names) -> tuple[Named, ...] | Message:
    parties = [matrix.party(one.party).name for one in names]
    return tuple(Named(name.ja, name.en) for name in parties) or say("nobody")


def _whose(definitions: Definitions, change: Change) -> tuple[Message | Named, ...] | Message:
    present = definitions.present_members()
    words: list[Message | Named] = []
    if 0 < len(change.members) < len(present):
        words += [Named(present[one].name.ja, present[one].name.en) for one in change.members]
    catalogue = definitions.catalogue.value.systems
    if 0 < len(change.systems) < len(catalogue):
        words += [Named(catalogue[one].ja, catalogue[one].en) for one in change.systems]
    return tuple(words) or say("everybody")
