"""Where a member runs: its home site, unless the placement file says otherwise. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from tenants.consortium_model import Placement
from tenants.member import Member
from tenants.vocabulary import PlacementState


def state_at(member: Member, site: str, placement: Placement) -> PlacementState:
    """Whether the member's servers run at `site`, or everything else stands ready there."""
    exception = placement.members.get(member.slug, {}).get(site)
    if exception is not None:
        return exception
    return PlacementState.ACTIVE if site == member.home_site else PlacementState.STANDBY


def moved(placement: Placement, member: Member, sites: Iterable[str], to: str) -> Placement:
    """The placement once the member runs at `to` and nowhere else of its `sites`."""
    states = {
        site: PlacementState.ACTIVE if site == to else PlacementState.STANDBY for site in sites
    }
    others = {slug: one for slug, one in placement.members.items() if slug != member.slug}
    if to == member.home_site:
        return Placement(members=others)
    return Placement(members={**others, member.slug: states})


def written(placement: Placement, before: str) -> str:
    r"""The file of it; the remarks at the head of the file as it was `before` stay.

    >>> print(written(Placement(members={}), "# ours\nmembers: {}\n"), end="")
    # ours
    members: {}
    """
    head = [line for line in before.splitlines() if line.startswith("#")]
    rows = [
        f"  {slug}: {{{', '.join(f'{site}: {state}' for site, state in states.items())}}}"
        for slug, states in sorted(placement.members.items())
    ]
    return "\n".join([*head, "members:" if rows else "members: {}", *rows, ""])
