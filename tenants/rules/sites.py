"""Rules about the sites and the consortium's list of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from core.message import say
from core.problem import Problem
from tenants.definitions import Definitions, Read
from tenants.fencing import fences_of
from tenants.rules.finding import in_shared, in_site
from tenants.site import Site


def problems(definitions: Definitions) -> Iterator[Problem]:
    consortium = definitions.consortium
    for index, name in enumerate(consortium.value.sites):
        if name not in definitions.sites:
            yield in_shared(
                consortium,
                ("sites", index),
                say(
                    "{site} has no file {file}, or the file has problems of its own",
                    site=name,
                    file=f"infra/sites/{name}.yaml",
                ),
            )
    for site, other in consortium.value.standby.items():
        for name in (site, other):
            if name not in consortium.value.sites:
                yield in_shared(
                    consortium,
                    ("standby", site),
                    say(
                        "{site} is no site of the consortium; the sites are {known}",
                        site=name,
                        known=", ".join(consortium.value.sites),
                    ),
                )
    for stem, read in definitions.sites.items():
        yield from _site(definitions, stem, read)


def _site(definitions: Definitions, stem: str, read: Read[Site]) -> Iterator[Problem]:
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
    elif stem not in definitions.consortium.value.sites:
        yield in_site(
            read,
            ("name",),
            say(
                "{site} is not among `sites` in {file}; add it there or remove this file",
                site=stem,
                file=definitions.consortium.document.file,
            ),
        )
    yield from _fences(definitions, read)
    for name, host in site.hosts.items():
        if host.host_class not in site.host_classes:
            yield in_site(
                read,
                ("hosts", name, "host_class"),
                say(
                    "{value} is not known; known here: {known}",
                    value=host.host_class,
                    known=", ".join(site.host_classes),
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
                    yield in_site(
                        read,
                        (*at, what, index),
                        say(
                            "{value} is not known; known here: {known}",
                            value=value,
                            known=", ".join(known),
                        ),
                    )
    crossing: dict[tuple[str, str], list[str]] = {}
    for system_name, system in catalogue.systems.items():
        for tier_name, tier in system.tiers.items():
            for narrow, wide in pairwise(fences_of(site, tier.software)):
                inner = set(site.licence_fences[narrow].hosts)
                if not inner <= set(site.licence_fences[wide].hosts):
                    crossing.setdefault((narrow, wide), []).append(f"{system_name}.{tier_name}")
    for (narrow, wide), tiers in crossing.items():
        yield in_site(
            read,
            ("licence_fences", narrow, "hosts"),
            say(
                "servers of {tiers} are in the fences {narrow} and {wide}, and the hosts of the "
                "first must all be in the second",
                tiers=", ".join(tiers),
                narrow=narrow,
                wide=wide,
            ),
        )
