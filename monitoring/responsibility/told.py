"""Rows of the matrix in words. Pure."""

from __future__ import annotations

from core.message import Message, Named, say
from monitoring.responsibility.cell import PartyAt
from monitoring.responsibility.duties import Override
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import ACTIVITY_WORDS, LAYER_WORDS, PART_WORDS
from tenants.definitions import Definitions


def override_told(matrix: Matrix, definitions: Definitions, override: Override) -> Message:
    """For what, of whom, and who takes which part from when until when."""
    return say(
        "{layers} ({activities}) of {whose}: {parts}{term} ({reason})",
        layers=tuple(LAYER_WORDS[layer] for layer in override.layers),
        activities=tuple(ACTIVITY_WORDS[one] for one in override.activities) or say("everything"),
        whose=_whose(matrix, definitions, override),
        parts=tuple(
            say(
                "{part} {names}",
                part=PART_WORDS[part],
                names=tuple(matrix.called(definitions, PartyAt(name)) for name in names)
                or say("nobody"),
            )
            for part, names in override.said
        ),
        term=_term(matrix, override),
        reason=override.reason,
    )


def _whose(
    matrix: Matrix, definitions: Definitions, override: Override
) -> tuple[Named, ...] | Message:
    scope = matrix.scope(override)
    named = [
        *(scope_of(definitions, site=one) for one in sorted(scope.get("sites", ()))),
        *(scope_of(definitions, member=one) for one in sorted(scope.get("members", ()))),
        *(scope_of(definitions, system=one) for one in sorted(scope.get("systems", ()))),
    ]
    return tuple(name for one in named for name in one) or say("everybody")


def scope_of(
    definitions: Definitions, site: str = "", member: str = "", system: str = ""
) -> tuple[Named, ...]:
    """What is named of these, as it is called."""
    found: list[Named] = []
    if site:
        title = definitions.sites[site].value.title
        found.append(Named(title.ja, title.en))
    if member:
        name = definitions.members[member].value.name
        found.append(Named(name.ja, name.en))
    if system:
        entry = definitions.catalogue.value.systems[system]
        found.append(Named(entry.ja, entry.en))
    return tuple(found)


def _term(matrix: Matrix, override: Override) -> Message | str:
    """From when until when, as the row and its contract say together; empty for always."""
    terms = matrix.terms(override)
    starts = [term.starts_on for term in terms if term.starts_on]
    ends = [term.ends_on for term in terms if term.ends_on]
    if starts and ends:
        return say(", from {start} to {end}", start=max(starts), end=min(ends))
    if starts:
        return say(", from {start}", start=max(starts))
    if ends:
        return say(", to {end}", end=min(ends))
    return ""
