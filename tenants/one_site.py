"""A member never runs at two sites. Pure.

**Invariant**: before a stack of a member is begun, wherever servers or data of it stand is where
the files let it run, and that is one site at most. So what runs never runs twice, what holds data
never gets an empty double at the same addresses, and nobody is switched off before he is on
elsewhere. To run elsewhere is a move of its own, a switchover or a failover; `up` never does it.

A site at which two persons have fenced the member counts for nothing that may still stand there,
and nothing of the member is begun there.
"""

from __future__ import annotations

from collections.abc import Collection

from core.message import Message, say
from tenants.member import Member


def move_refused(
    member: Member, wanted: Collection[str], standing: Collection[str], fenced: str | None = None
) -> Message | None:
    """Why no stack of the member may be begun; None where the invariant holds.

    `wanted` are the sites where the files let it run, `standing` those where servers or data of
    it stand now; `fenced` is the one where two persons have declared that it runs no more.
    """
    if fenced in wanted:
        return say(
            "{member} is fenced at {site}: two persons have declared that it runs there no more, "
            "and its servers may run elsewhere; `kumiai failover run` moves it, and if it has "
            "moved, put tenants/placement.yaml back as it was",
            member=member.name.ja,
            site=fenced,
        )
    elsewhere = sorted(set(standing) - set(wanted) - {fenced})
    if not elsewhere and len(set(wanted)) <= 1:
        return None
    if not elsewhere:
        return say(
            "{member} would run at {sites} at once; one site is active, "
            "mend home_site or tenants/placement.yaml",
            member=member.name.ja,
            sites=tuple(sorted(set(wanted))),
        )
    return say(
        "{member} has servers or data at {standing}, and the files let it run at {wanted}; `up` "
        "moves nobody, since its data would stay behind and its servers run twice: put home_site "
        "and tenants/placement.yaml back as they were, and let it move by a switchover or failover",
        member=member.name.ja,
        standing=tuple(elsewhere),
        wanted=tuple(sorted(set(wanted))) or "–",
    )
