"""Whether records of copies find room is seen before anything stops, and before anything is read.

Cinder counts each record that is imported as a backup of the member's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from recovery.facts import Move
from runbooks.actions import beside
from runbooks.actions.failover import failover_plans, proven_copies
from runbooks.actions.given import Given
from runbooks.actions.planned import against, planned
from runbooks.actions.room_there import without_room_for_copies
from tests.lib.copies import DATA, MEMBER, STACK, Copies, copies

THERE = f"{MEMBER}.remote"


def told(stack: str, count: int, gib: int, quotas: str) -> str:
    member, _, site = stack.partition(".")
    return (
        f"{stack}: while copies become volumes there, {count} records of backups of {gib} GiB "
        f"together stand in it, which do not fit into the quota of {quotas}; an administrator "
        "raises it for that long (`openstack quota set --backups … --backup-gigabytes … "
        f"{member}`), and `kumiai up {member} --site {site} --refresh` sets it back"
    )


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Copies]:
    """One generation is proven, and another is still to be taken in."""
    with copies(tmp_path) as found:
        logins = yaml.safe_load(found.home.clouds_file.read_text("utf-8"))
        logins["clouds"][THERE] = found.remote.entry(MEMBER)
        found.home.clouds_file.write_text(yaml.safe_dump(logins), "utf-8")
        for work in (found.backup, found.pull, found.prove):
            assert work() == []
        found.write(b"second")
        assert found.backup() == []
        yield found


def against_a_switchover(given: Given) -> list[str]:
    alive = replace(given, silence_of=lambda home, site: None)
    [one] = planned(alive, Move.SWITCHOVER, [MEMBER], "the power is renewed")
    return [str(why) for why in against(alive, one, "")]


def test_a_planned_move_is_not_begun_where_the_other_site_has_no_room_for_its_records(
    world: Copies,
) -> None:
    """Of two volumes, of 1 and 2 GiB, a full copy each, the next, the last of all, and what is read
    again."""
    world.remote.cinder.limits = {"maxTotalBackups": 8}
    assert against_a_switchover(world.given) == []
    world.remote.cinder.limits = {"maxTotalBackups": 7, "maxTotalBackupGigabytes": 7}
    assert against_a_switchover(world.given) == [told(THERE, 8, 12, "backups, backup_gigabytes")]


def test_a_failover_is_not_ready_where_the_other_site_has_no_room_for_its_records(
    world: Copies,
) -> None:
    """Of the proven generation a full copy of each volume, and what is read again."""

    def why_not() -> list[str]:
        copies, _ = proven_copies(world.given, [MEMBER])
        found = without_room_for_copies(world.given, copies)
        [plan] = failover_plans(world.given, "primary", [MEMBER], copies=copies, against=found)
        return [str(why) for why in plan.members[0].not_ready if THERE in str(why)]

    world.remote.cinder.limits = {"maxTotalBackups": 4}
    [unverified] = why_not()
    world.remote.cinder.limits = {"maxTotalBackups": 3}
    assert why_not() == [
        unverified,
        told(THERE, 4, 6, "backups"),
    ]


def test_nor_where_its_own_site_has_no_room_for_the_last_copy(world: Copies) -> None:
    world.primary.cinder.limits = {"maxTotalBackups": 5}
    assert against_a_switchover(world.given) == [
        f"{STACK} livelihood: one more generation does not fit into the quota of backups; "
        "`kumiai up` sets what the files say"
    ]


def test_a_chain_ends_where_the_next_is_copied_in_full(world: Copies) -> None:
    world.promise(full_every=2)
    world.remote.cinder.limits = {"maxTotalBackups": 6}
    assert against_a_switchover(world.given) == []


def test_a_volume_is_not_restored_beside_another_where_its_records_find_no_room(
    world: Copies,
) -> None:
    """Four stand there: two generations of two volumes; one comes, and what is read again."""
    world.primary.cinder.limits = {"maxTotalBackups": 6}
    assert beside.restore(world.given, MEMBER, DATA, None).objections == ()
    world.primary.cinder.limits = {"maxTotalBackups": 5}
    [objection] = beside.restore(world.given, MEMBER, DATA, None).objections
    assert str(objection.why) == told(STACK, 2, 2, "backups")
