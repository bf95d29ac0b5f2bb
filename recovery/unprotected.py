"""Which servers could not be brought back, by municipality, whatever jobs say that ran. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from recovery.coverage import Covered
from recovery.groups import Group


def without_copy(group: Group, how: Covered) -> list[str]:
    """The servers of a system with something that is in no proven copy; all where the copies are
    too old. Of a stopped system, which has none, its volumes; containers by their own names."""
    missing = how.declared.volumes - how.proven
    if how.red and not missing:
        missing = how.declared.volumes
    server_of = {volume.name: volume.server or volume.name for volume in group.volumes}
    return sorted({server_of.get(name, name) for name in missing})


def by_municipality(found: Iterable[tuple[Group, Covered]]) -> dict[str, list[str]]:
    """Only those with any."""
    lost: dict[str, list[str]] = {}
    for group, how in found:
        for server in without_copy(group, how):
            lost.setdefault(group.member, []).append(server)
    return lost
