"""Rules about where members run. Pure.

Invariant: a municipality runs at one site, never at two at the same time and never at none.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.message import say
from core.problem import Problem
from tenants.definitions import Definitions
from tenants.rules.finding import in_shared


def problems(definitions: Definitions) -> Iterator[Problem]:
    placement = definitions.placement
    for slug, states in placement.value.members.items():
        at = ("members", slug)
        if slug not in definitions.members:
            near = definitions.meant_member(slug)
            yield in_shared(
                placement,
                at,
                say("{member} has no file in tenants/members; correct it", member=slug)
                if near is None
                else say(
                    "{member} has no file in tenants/members; did you mean {near}?",
                    member=slug,
                    near=near,
                ),
            )
            continue
        member = definitions.members[slug].value
        possible = definitions.sites_of(member)
        strange = [site for site in states if site not in possible]
        for site in strange:
            yield in_shared(
                placement,
                (*at, site),
                say(
                    "{member} cannot run at {site}; its sites are {known}",
                    member=member.name.ja,
                    site=site,
                    known=tuple(possible),
                ),
            )
        if any(site not in definitions.sites for site in strange):
            # Which site is meant decides where it would run.
            continue
        active = definitions.active_sites(member)
        if not active:
            yield in_shared(
                placement,
                at,
                say(
                    "{member} would run nowhere; make it active at one of {sites}",
                    member=member.name.ja,
                    sites=tuple(possible),
                ),
            )
        if len(active) > 1:
            yield in_shared(
                placement,
                at,
                say(
                    "{member} would run at {sites} at the same time and its data would part; "
                    "make one of them standby",
                    member=member.name.ja,
                    sites=tuple(active),
                ),
            )
