"""One point in time of a system: stand still, snapshot every volume, run again. Adapter: Cinder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from blueprint.parts import VolumePlan
from core.errors import UserError
from core.home import Home
from core.message import Message, say
from core.plan import Run
from core.units import Gib
from recovery import taken as store
from recovery.groups import Group
from recovery.manifest import How, moment
from recovery.pausing import AT_ONCE, standing_still, unsettled
from recovery.services import CINDER, Services, is_error, until
from recovery.taken import Taken, TakenVolume

SYSTEM = "kumiai_system"
"""What marks our snapshots, in their metadata."""
SNAPSHOT_SECONDS = 120

Need = tuple[str, int, int, int]
"""Of a quota: what it is called, how much there may be, is used, and would come to it."""


def take(
    home: Home,
    services: Services,
    group: Group,
    run: Run,
    clock: Callable[[], datetime],
    tell: Callable[[Message], None],
    *,
    pause: bool,
) -> Taken:
    """Reached and kept; with `pause` servers stand still for it, those that can: of one that is in
    no state to be paused it is told, and the copy is then what a crash would leave.

    What an earlier run left half-way is taken away first.

    Raises: UserError where a volume of the files is not there; OtherSystemFailed.
    """
    volumes = standing_volumes(services, group)
    remove_snapshots(services, group)
    now = clock()
    with standing_still(
        home, services, group.stack, group.servers if pause else (), run.who, run.reason
    ) as servers:
        at = clock()
        writing = unsettled(services, group.servers) if pause else {}
        for name, state in writing.items():
            tell(_written_to(name, state))
        with ThreadPoolExecutor(AT_ONCE) as workers:
            snapshots = list(workers.map(lambda row: _snapshot(services, group, row, now), volumes))
    found = Taken(
        member=group.member,
        site=group.site,
        system=group.system,
        taken_at=at.replace(microsecond=0),
        how=_how(at_rest=pause and not writing, paused=bool(servers)),
        servers=servers,
        volumes=tuple(
            TakenVolume(
                name=row["name"],
                id=row["id"],
                type=row["volume_type"],
                gib=Gib(row["size"]),
                bootable=row["bootable"] == "true",
                snapshot=snapshot,
            )
            for row, snapshot in zip(volumes, snapshots, strict=True)
        ),
    )
    store.keep(home, group, found)
    return found


def _how(*, at_rest: bool, paused: bool) -> How:
    if not at_rest:
        return How.CRASH
    return How.PAUSED if paused else How.STILL


def _written_to(server: str, state: str) -> Message:
    return say(
        "  {server} is {state} for Nova: it cannot be paused and may be writing, so that its "
        "volumes are copied as a crash would leave them",
        server=server,
        state=state,
    )


def standing_volumes(services: Services, group: Group) -> list[dict[str, Any]]:
    """Every volume of the files, as Cinder has it. Raises: UserError where one is not there."""
    rows = services.rows(CINDER, "/volumes/detail?limit=1000", "volumes")
    wanted = {one.name for one in group.volumes}
    found = {row["name"]: row for row in rows if row["name"] in wanted}
    if missing := sorted(wanted - found.keys()):
        raise UserError(
            say(
                "{stack} has no volume {volumes}: what is not there cannot be copied; "
                "`kumiai up` builds it",
                stack=group.stack,
                volumes=tuple(missing),
            )
        )
    return [found[one.name] for one in group.volumes]


def remove_snapshots(services: Services, group: Group) -> None:
    """Our own of this system, whoever of us made them."""
    rows = services.rows(CINDER, "/snapshots/detail?limit=1000", "snapshots")
    own = [row["id"] for row in rows if row["metadata"].get(SYSTEM) == group.system]
    for snapshot in own:
        services.gone(CINDER, f"/snapshots/{snapshot}")
    for snapshot in own:
        what = say("snapshot {snapshot} is being deleted", snapshot=snapshot)
        services.until_gone(CINDER, f"/snapshots/{snapshot}", what, SNAPSHOT_SECONDS)


def _snapshot(services: Services, group: Group, row: dict[str, Any], at: datetime) -> str:
    asked = {
        "volume_id": row["id"],
        "name": f"{row['name']} {moment(at)}",
        # Servers hold their volumes; that they stand still is seen to.
        "force": True,
        "metadata": {SYSTEM: group.system},
    }
    made = services.answer(CINDER, "POST", "/snapshots", json={"snapshot": asked}).json()
    snapshot = str(made["snapshot"]["id"])

    def look() -> str:
        now = services.answer(CINDER, "GET", f"/snapshots/{snapshot}").json()
        return str(now["snapshot"]["status"])

    what = say("snapshot of {volume}", volume=row["name"])
    until(look, "available", is_error, what, SNAPSHOT_SECONDS)
    return snapshot


def no_room_for(services: Services, volumes: Sequence[VolumePlan]) -> list[str]:
    """Which of the member's quotas these volumes do not fit into, beside what stands there."""
    limits = services.answer(CINDER, "GET", "/limits").json()["limits"]["absolute"]
    gib = sum(one.gib for one in volumes)
    needs = (
        ("volumes", limits["maxTotalVolumes"], limits["totalVolumesUsed"], len(volumes)),
        ("gigabytes", limits["maxTotalVolumeGigabytes"], limits["totalGigabytesUsed"], gib),
    )
    return _full(needs)


def no_room_for_records(services: Services, gib: Sequence[int]) -> list[str]:
    """The same of records of backups, each with the size of its volume."""
    limits = services.answer(CINDER, "GET", "/limits").json()["limits"]["absolute"]
    return _full(_backups_need(limits, len(gib), sum(gib)))


def no_room(services: Services, group: Group) -> list[str]:
    """Which of the member's quotas one more generation of this system does not fit into."""
    limits = services.answer(CINDER, "GET", "/limits").json()["limits"]["absolute"]
    count, gib = len(group.volumes), sum(one.gib for one in group.volumes)
    needs = (
        ("snapshots", limits["maxTotalSnapshots"], limits["totalSnapshotsUsed"], count),
        ("gigabytes", limits["maxTotalVolumeGigabytes"], limits["totalGigabytesUsed"], gib),
        *_backups_need(limits, count, gib),
    )
    return _full(needs)


def _backups_need(limits: Mapping[str, int], count: int, gib: int) -> tuple[Need, Need]:
    most, used = limits["maxTotalBackupGigabytes"], limits["totalBackupGigabytesUsed"]
    return (
        ("backups", limits["maxTotalBackups"], limits["totalBackupsUsed"], count),
        ("backup_gigabytes", most, used, gib),
    )


def _full(needs: Sequence[Need]) -> list[str]:
    return [name for name, most, used, more in needs if 0 <= most < used + more]
