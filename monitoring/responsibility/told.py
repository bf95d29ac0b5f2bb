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
) -> tuple[Message | Named, ...] | Message:
    scope = matrix.scope(override)
    catalogue = definitions.catalogue.value
    named: list[Message | Named] = []
    for site in sorted(scope.get("sites", ())):
        title = definitions.sites[site].value.title
        named.append(Named(title.ja, title.en))
    for member in sorted(scope.get("members", ())):
        name = definitions.members[member].value.name
        named.append(Named(name.ja, name.en))
    for system in sorted(scope.get("systems", ())):
        named.append(Named(catalogue.systems[system].ja, catalogue.systems[system].en))
    return tuple(named) or say("everybody")


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
