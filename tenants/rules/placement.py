"""Rules about where members run. Pure.

Invariant: a municipality never runs at two sites at the same time.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.message import say
from core.problem import Problem
from tenants.placing import sites_of, state_at
from tenants.rules.finding import in_shared
from tenants.store import Definitions
from tenants.vocabulary import PlacementState


def problems(definitions: Definitions) -> Iterator[Problem]:
    placement, consortium = definitions.placement, definitions.consortium.value
    for slug, states in placement.value.members.items():
        at = ("members", slug)
        if slug not in definitions.members:
            yield in_shared(
                placement,
                at,
                say("{member} has no file in tenants/members; correct it", member=slug),
            )
            continue
        member = definitions.members[slug].value
        possible = sites_of(member, consortium)
        for site in states:
            if site not in possible:
                yield in_shared(
                    placement,
                    (*at, site),
                    say(
                        "{member} cannot run at {site}; its sites are {known}",
                        member=member.name.ja,
                        site=site,
                        known=", ".join(possible),
                    ),
                )
        active = [
            s for s in possible if state_at(member, s, placement.value) is PlacementState.ACTIVE
        ]
        if len(active) > 1:
            yield in_shared(
                placement,
                at,
                say(
                    "{member} would run at {sites} at the same time and its data would part; "
                    "make one of them standby",
                    member=member.name.ja,
                    sites=", ".join(active),
                ),
            )
