"""Whether each rule in use weighs a host by a factor that somebody meant for it. Pure.

A host has one class for each vendor's table that divides machines otherwise. A class that a rule
does not know, misspelt or another vendor's, would count by that rule's default: too low where the
default is the cheapest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from core.message import Message, say
from licensing.papers.licences import Licences
from licensing.papers.measure import Measure
from tenants.site import DEFAULT_CLASS


def weighed_otherwise(classes: Collection[str], licences: Licences) -> Iterator[Message]:
    """Why a host of these classes would count otherwise than was meant, rule by rule."""
    if licences.unreadable_rules or set(classes) == {DEFAULT_CLASS}:
        return  # an unreadable one may know them; where nothing is said, the default is meant
    known = {DEFAULT_CLASS, *licences.classes}
    unheard_of = [one for one in classes if one not in known]
    yield from (_weighed_by_none(one, known) for one in unheard_of)
    if unheard_of:
        return
    for rule in licences.rules_in_use:
        for measure in rule.measures:
            why = _by_measure(rule.id, measure, classes) if measure.factors else None
            if why is not None:
                yield why
                break


def _weighed_by_none(value: str, known: Collection[str]) -> Message:
    return say(
        "no rule has a factor for {value}, so that it would count by the default; "
        "known are {known}",
        value=value,
        known=tuple(sorted(known)),
    )


def _by_measure(rule: str, measure: Measure, classes: Collection[str]) -> Message | None:
    own = [one for one in classes if one in measure.factors]
    said = sorted(set(own) - {DEFAULT_CLASS})
    if len(said) > 1:
        return say(
            "{rule}, by which a product is counted, has a factor for each of {classes}; "
            "a host is one of them: take the others out",
            rule=rule,
            classes=tuple(said),
        )
    if own:
        return None
    return say(
        "{rule}, by which a product is counted, has no factor for {value}, so that it would "
        "count by the default; it has some for {known}: add the one that is meant, "
        "as in [{value}, {first}]",
        rule=rule,
        value=tuple(classes),
        known=tuple(sorted(measure.factors)),
        first=DEFAULT_CLASS if DEFAULT_CLASS in measure.factors else min(measure.factors),
    )
