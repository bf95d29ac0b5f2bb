"""Rules about the sites: each by itself, and that they know each other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from core.message import say
from core.problem import Problem
from tenants.catalogue_model import as_reader
from tenants.changed_on import still_to_come
from tenants.definitions import Definitions, Read
from tenants.fencing import fences_of
from tenants.rules.finding import in_site, unknown
from tenants.site import Host, LicenceFence, Site


def problems(definitions: Definitions, today: date) -> Iterator[Problem]:
    yield from _orders(definitions)
    yield from _standbys(definitions)
    for stem, read in definitions.sites.items():
        yield from _site(definitions, stem, read, today)


def _orders(definitions: Definitions) -> Iterator[Problem]:
    """No two sites claim the same place."""
    claimed: dict[int, str] = {}
    for name, read in definitions.sites.items():
        order = read.value.order
        if order is not None and claimed.setdefault(order, name) != name:
            yield in_site(
                read,
                ("order",),
                say(
                    "{order} is the place of {other} too; give one of them another",
                    order=order,
                    other=claimed[order],
                ),
            )


def _standbys(definitions: Definitions) -> Iterator[Problem]:
    """Each site stands by for others that there are, and none has two that do."""
    known = [*definitions.sites, *definitions.unreadable_sites]
    standby: dict[str, str] = {}
    for name, read in definitions.sites.items():
        for index, served in enumerate(read.value.stands_by_for):
            at = ("stands_by_for", index)
            if served == name:
                yield in_site(
                    read,
                    at,
                    say("is the site itself; name the others that it takes over"),
                )
            elif served not in known:
                yield in_site(read, at, unknown(served, known, definitions.meant_site(served)))
            elif served in standby:
                yield in_site(
                    read,
                    at,
                    say(
                        "{other} stands by for {site} already; a site has one other that does",
                        other=standby[served],
                        site=served,
                    ),
                )
            else:
                standby[served] = name


def _changed_on(read: Read[Site], today: date) -> Iterator[Problem]:
    """No host or fence names a day that is still to come."""
    dated: tuple[tuple[str, Mapping[str, Host | LicenceFence]], ...] = (
        ("hosts", read.value.hosts),
        ("licence_fences", read.value.licence_fences),
    )
    for group, named in dated:
        for name, one in named.items():
            if (why := still_to_come(one.changed_on, today)) is not None:
                yield in_site(read, (group, name, "changed_on"), why)


def _site(definitions: Definitions, stem: str, read: Read[Site], today: date) -> Iterator[Problem]:
    site = read.value
    if site.name != stem:
        yield in_site(
            read,
            ("name",),
            say(
                "is {slug}, but the file is called {file}; both must be the same",
                slug=site.name,
                file=f"{stem}.yaml",
            ),
        )
    yield from _fences(definitions, read)
    yield from _changed_on(read, today)
    for name, host in site.hosts.items():
        if host.host_class not in site.host_classes:
            yield in_site(
                read,
                ("hosts", name, "host_class"),
                unknown(host.host_class, site.host_classes),
            )
        if host.sockets_possible is not None and host.sockets_possible < host.sockets:
            yield in_site(
                read,
                ("hosts", name, "sockets_possible"),
                say(
                    "{possible} is less than the {sockets} sockets that it has; "
                    "correct one of them",
                    possible=host.sockets_possible,
                    sockets=host.sockets,
                ),
            )


def _fences(definitions: Definitions, read: Read[Site]) -> Iterator[Problem]:
    """Products and hosts exist, and nothing is fenced in twice."""
    site, catalogue = read.value, definitions.catalogue.value
    for name, fence in site.licence_fences.items():
        at = ("licence_fences", name)
        for what, values, known in (
            ("products", fence.products, list(catalogue.software)),
            ("hosts", fence.hosts, list(site.hosts)),
        ):
            for index, value in enumerate(values):
                if value not in known:
                    yield in_site(read, (*at, what, index), unknown(value, known))
    crossing: dict[tuple[str, str], list[str]] = {}
    for system_name, system in catalogue.systems.items():
        for tier_name, tier in system.tiers.items():
            for narrow, wide in pairwise(fences_of(site, tier.software)):
                inner = set(site.licence_fences[narrow].hosts)
                if not inner <= set(site.licence_fences[wide].hosts):
                    crossing.setdefault((narrow, wide), []).append(
                        as_reader(system_name, tier_name)
                    )
    for (narrow, wide), tiers in crossing.items():
        yield in_site(
            read,
            ("licence_fences", narrow, "hosts"),
            say(
                "servers of {tiers} are in the fences {narrow} and {wide}, and the hosts of the "
                "first must all be in the second",
                tiers=tuple(tiers),
                narrow=narrow,
                wide=wide,
            ),
        )
