"""Rules about where copies lie: in no failure domain of what they are copies of. Pure.

A failure domain is a site, and a model of storage with its firmware: one fault of a firmware took
volumes and redundancy together, and with them the copies that lay on the same model. That each
home has another site at all is told with its municipalities (tenants/rules/members.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from core.message import say
from core.problem import Problem
from tenants.definitions import Definitions, Read
from tenants.rules.finding import in_site
from tenants.site import Site


def problems(definitions: Definitions) -> Iterator[Problem]:
    homes = {member.home_site for member in definitions.present_members().values()}
    pairs: set[tuple[str, str]] = set()
    for name in homes & definitions.sites.keys():
        other = definitions.standby_for(name)
        if other is not None:
            # Once the other one has taken over, its copies lie here.
            pairs |= {(name, other), (other, name)}
    for name in sorted({name for pair in pairs for name in pair}):
        yield from _unknown(definitions.sites[name])
    for source, copy in sorted(pairs):
        yield from _shared(definitions.sites[source].value, definitions.sites[copy])


def _unknown(read: Read[Site]) -> Iterator[Problem]:
    """What the site does not say of its storage."""
    site = read.value
    for backend in sorted({kind.backend for kind in site.volume_types.values()}):
        if backend not in site.storage:
            yield in_site(
                read,
                ("storage", backend),
                say(
                    "on what the volumes of {backend} lie is not written, and so not whether "
                    "their copies lie on the same; add "
                    "`storage: {{{backend}: {{model: …, firmware: …}}}}`",
                    backend=backend,
                ),
            )
    if site.object_storage is None:
        yield in_site(
            read,
            ("object_storage",),
            say(
                "on what copies lie is not written, and so not whether volumes lie on the same; "
                "add `object_storage: {{model: …, firmware: …}}`"
            ),
        )


def _shared(source: Site, copy: Read[Site]) -> Iterator[Problem]:
    """Volumes of the source on the very product on which the other site keeps their copies."""
    for backend, product in source.storage.items():
        if product == copy.value.object_storage:
            yield in_site(
                copy,
                ("object_storage",),
                say(
                    "copies lie on {model} with firmware {firmware}, as do the volumes of {site} "
                    "({backend}): one fault takes both; another model or firmware is needed on "
                    "one side",
                    model=product.model,
                    firmware=product.firmware,
                    site=source.name,
                    backend=backend,
                ),
            )
