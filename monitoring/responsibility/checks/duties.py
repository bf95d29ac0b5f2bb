"""Rules about who answers for what: nobody is missing, and whatever is named exists. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from core.message import Message, say
from core.problem import Problem
from core.wording import Location
from monitoring.responsibility.checks.hours import whose
from monitoring.responsibility.checks.repeats import again
from monitoring.responsibility.duties import Contract, Duties, Override
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import (
    ACTIVITY_WORDS,
    LAYER_WORDS,
    PART_WORDS,
    Activity,
    Dimension,
    Layer,
    Part,
)
from tenants.definitions import Definitions
from tenants.rules.finding import unknown
from tenants.sizing import are_known, kept_systems


def problems(matrix: Matrix, definitions: Definitions) -> Iterator[Problem]:
    yield from within(matrix)
    duties, known = matrix.responsibilities.value, _Known(definitions)
    for name, contract in duties.contracts.items():
        yield from _contract(matrix, name, contract, known)
    for index, override in enumerate(duties.overrides):
        yield from _where(matrix, ("overrides", index), override, known)


def within(matrix: Matrix) -> Iterator[Problem]:
    """What is wrong whoever the members are: an unknown party, two who answer, a gap."""
    duties = matrix.responsibilities.value
    for layer, default in duties.defaults.items():
        at = ("defaults", layer.value)
        yield from _parts(matrix, (*at, "every"), default.every, [layer])
        for activity, but in default.but.items():
            yield from _parts(matrix, (*at, "but", activity.value), but, [layer])
    for index, override in enumerate(duties.overrides):
        yield from _parts(matrix, ("overrides", index), override, override.layers)
    yield from _gaps(matrix)


def _gaps(matrix: Matrix) -> Iterator[Problem]:
    """Somebody answers, and somebody does it, for every activity on every layer."""
    read = matrix.responsibilities
    for layer in Layer:
        default = read.value.defaults.get(layer)
        if default is None:
            yield read.document.problem(
                ("defaults",),
                say(
                    "nobody answers for {layer} ({words}); add it with `every`",
                    layer=layer.value,
                    words=LAYER_WORDS[layer],
                ),
            )
            continue
        for part in (Part.ACCOUNTABLE, Part.RESPONSIBLE):
            if getattr(default.every, part.value) is not None:
                continue
            without = [
                one
                for one in Activity
                if one not in default.but or getattr(default.but[one], part.value) is None
            ]
            if without:
                yield read.document.problem(
                    ("defaults", layer.value, "every"),
                    say(
                        "nobody is {part} for {activities}; name who is",
                        part=PART_WORDS[part],
                        activities=tuple(ACTIVITY_WORDS[one] for one in without),
                    ),
                )


def _parts(
    matrix: Matrix, at: Location, duties: Duties, layers: Collection[Layer]
) -> Iterator[Problem]:
    """What one row says: parties that there are, one that answers, at least one that does it."""
    document, parties = matrix.responsibilities.document, matrix.parties.value.parties
    rows = matrix.layers.value.layers
    shared = [
        one for one in layers if one in rows and Dimension.MEMBER not in rows[one].one_for_each
    ]
    for part, names in duties.said:
        here = (*at, part.value)
        if part is Part.ACCOUNTABLE and len(names) != 1:
            yield document.problem(here, _not_one(names))
        if part is Part.RESPONSIBLE and not names:
            yield document.problem(here, say("nobody does it; name who does"))
        for index, name in enumerate(names):
            there = here if len(names) == 1 else (*here, index)
            if name not in parties:
                yield document.problem(there, unknown(name, parties))
            elif name in names[:index]:
                yield document.problem(there, again(name))
            elif parties[name].each_member and shared and part is not Part.INFORMED:
                yield document.problem(there, whose(name))


def _not_one(names: Collection[str]) -> Message:
    if not names:
        return say("nobody answers for it; name the one who does")
    return say(
        "{parties} would answer for it together, and so nobody does; name one, and the others as "
        "responsible or consulted",
        parties=tuple(names),
    )


class _Known:
    """What rows may name."""

    def __init__(self, definitions: Definitions) -> None:
        present = definitions.present_members()
        catalogue = definitions.catalogue.value
        self.sites = [*definitions.sites, *definitions.unreadable_sites]
        self.members = [*present, *definitions.unreadable_members]
        self.systems = list(catalogue.systems)
        self.systems_of = {
            slug: set(kept_systems(member, catalogue))
            for slug, member in present.items()
            if are_known(member.services, catalogue)
        }
        self.is_whole = (
            not definitions.unreadable_members and present.keys() <= self.systems_of.keys()
        )

    def without(self, system: str, members: Collection[str]) -> list[str]:
        """Of the named members, or of all, those that do not have the system."""
        asked = members or self.systems_of
        return [m for m in asked if m in self.systems_of and system not in self.systems_of[m]]


def _contract(matrix: Matrix, name: str, contract: Contract, known: _Known) -> Iterator[Problem]:
    document, at = matrix.responsibilities.document, ("contracts", name)
    if contract.party not in matrix.parties.value.parties:
        yield document.problem(
            (*at, "party"), unknown(contract.party, matrix.parties.value.parties)
        )
    yield from _term(matrix, at, contract)
    yield from _names(matrix, at, contract, known)


def _where(matrix: Matrix, at: Location, override: Override, known: _Known) -> Iterator[Problem]:
    document = matrix.responsibilities.document
    contracts = matrix.responsibilities.value.contracts
    if not list(override.said):
        yield document.problem(at, say("says nothing of who does what; name a party or delete it"))
    if override.contract is not None and override.contract not in contracts:
        yield document.problem((*at, "contract"), unknown(override.contract, contracts))
        return
    if override.contract is None and not _has_place(matrix, override):
        yield document.problem(
            at,
            say(
                "names no site, municipality, system or contract, so it holds for everybody; "
                "change the default instead (`every`, or `but` for some activities)"
            ),
        )
    for index, site in enumerate(override.sites):
        if site not in known.sites:
            yield document.problem((*at, "sites", index), unknown(site, known.sites))
    yield from _term(matrix, at, override)
    yield from _names(matrix, at, override, known)
    yield from _too_narrow(matrix, at, override)


def _has_place(matrix: Matrix, override: Override) -> bool:
    """Or a day from which some activities are otherwise, which no default can say."""
    dated = override.starts_on or override.ends_on
    named = matrix.scope(override).keys()
    return bool(named - {"activities"}) or bool(named and dated)


def _too_narrow(matrix: Matrix, at: Location, override: Override) -> Iterator[Problem]:
    """A layer that is one for all municipalities cannot be otherwise for one of them."""
    rows = matrix.layers.value.layers
    scope = matrix.scope(override)
    for layer in override.layers:
        for dimension in Dimension:
            named = f"{dimension.value}s"
            if named in scope and layer in rows and dimension not in rows[layer].one_for_each:
                field = named if getattr(override, named) else "contract"
                yield matrix.responsibilities.document.problem(
                    (*at, field),
                    say(
                        "{layer} is not one for each {dimension}, so nothing can be otherwise for "
                        "one of them; take {layer} out of this row, or {field}",
                        layer=layer.value,
                        dimension=dimension.value,
                        field=field,
                    ),
                )


def _term(matrix: Matrix, at: Location, term: Override | Contract) -> Iterator[Problem]:
    if term.starts_on and term.ends_on and term.ends_on < term.starts_on:
        yield matrix.responsibilities.document.problem(
            (*at, "ends_on"),
            say(
                "{end} lies before starts_on, {start}; correct one of them",
                end=term.ends_on,
                start=term.starts_on,
            ),
        )


def _names(
    matrix: Matrix, at: Location, row: Override | Contract, known: _Known
) -> Iterator[Problem]:
    """Members that there are, and systems that they have."""
    document = matrix.responsibilities.document
    for index, member in enumerate(row.members):
        if member not in known.members:
            yield document.problem((*at, "members", index), unknown(member, known.members))
    for index, system in enumerate(row.systems):
        there = (*at, "systems", index)
        if system not in known.systems:
            yield document.problem(there, unknown(system, known.systems))
            continue
        without = known.without(system, row.members)
        if row.members and without:
            yield document.problem(
                there,
                say(
                    "{system} is no system of {members}; take one of them out",
                    system=system,
                    members=tuple(without),
                ),
            )
        elif known.is_whole and len(without) == len(known.systems_of):
            yield document.problem(
                there, say("no municipality has {system}; take it out", system=system)
            )
