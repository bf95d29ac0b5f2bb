"""What a run may touch, and so which two may not go on at the same time. Pure.

A run touches what it is told: a municipality everywhere it stands, a host, a server's municipality
at once, a site with all that stands there. Where people do all of it and kumiai changes nothing, it
is in the way of the same procedure alone: whoever finds a host dead begins the next one, and the
first is still theirs to end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blueprint.naming import read_server, stack_name
from runbooks.procedure import Procedure
from runbooks.vocabulary import Kind
from tenants.definitions import Definitions


def may_clash(name: str, procedure: Procedure, other: str, of_other: Procedure) -> bool:
    """Whether the two may not go on at the same time where they touch anything in common."""
    return name == other or (_acts(procedure) and _acts(of_other))


def _acts(procedure: Procedure) -> bool:
    return any(step.act is not None for step in procedure.steps.values())


def touched(definitions: Definitions, values: Mapping[Kind, str]) -> frozenset[str]:
    """Names of stacks and hosts. Whatever is told with something smaller is only where it is."""
    within_a_site = values.keys() & {Kind.MEMBER, Kind.HOST, Kind.SERVER}
    return frozenset(
        name
        for kind, value in values.items()
        if not (within_a_site and kind is Kind.SITE)
        for name in _names(definitions, kind, value)
    )


def _names(definitions: Definitions, kind: Kind, value: str) -> Iterator[str]:
    match kind:
        case Kind.MEMBER:
            yield from (stack_name(value, site) for site in definitions.sites)
        case Kind.HOST:
            yield value
        case Kind.SERVER:
            read = read_server(value, definitions.slugs, definitions.catalogue.value)
            if read is not None:
                yield from _names(definitions, Kind.MEMBER, read.member)
        case Kind.SITE:
            yield from (stack_name(slug, value) for slug in definitions.slugs)
            yield from definitions.need_site(value).hosts
