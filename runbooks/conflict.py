"""What a run may touch, and so which two may not go on at the same time. Pure.

A run touches what it is told: a municipality everywhere it stands, a host, a server's municipality
at once, a site with all that stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blueprint.naming import read_server, stack_name
from runbooks.vocabulary import Kind
from tenants.definitions import Definitions


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
