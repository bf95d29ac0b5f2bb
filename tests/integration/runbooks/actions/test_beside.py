"""One volume restored beside the one that stands: to the very bytes, once, also after kills."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.errors import Exit, UserError
from runbooks.actions import beside
from tests.lib.cinder_in_memory import SECTOR
from tests.lib.copies import BOOT, DATA, MEMBER, NOW, Copies, copies, killed_at
from tests.lib.effort import kills

REQUESTS, KILLS = 50, 4
"""A restore of one volume asks at least so much, and how often it is killed."""
MOST_REQUESTS = 120
"""More than any restore of one volume asks."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Copies]:
    """Two generations are held and proven; what stands now is neither."""
    with copies(tmp_path) as found:
        for content in (b"first", b"second"):
            found.write(content)
            assert found.backup() == []
            assert found.pull() == []
            assert found.prove() == []
        found.write(b"spoilt")
        yield found


def restore(world: Copies, before: datetime | None = None) -> None:
    assert world.carried_out(beside.restore(world.given, MEMBER, DATA, before)) == []


def contents(world: Copies) -> dict[str, bytes]:
    rows = world.primary.cinder.volumes.values()
    return {
        row["name"].partition(".")[0] + "." * ("." in row["name"]): row["content"] for row in rows
    }


def left_of_restores(world: Copies) -> list[str]:
    """Records and containers that served for one."""
    records = [row["container"] for row in world.primary.cinder.backups.values()]
    return [one for one in (*records, *world.primary.swift.accounts[MEMBER]) if "restore-" in one]


def whole(content: bytes) -> bytes:
    return content.ljust(SECTOR, b"\0")


def test_the_newest_proven_copy_stands_beside_the_volume_which_is_not_touched(
    world: Copies,
) -> None:
    restore(world)
    assert contents(world) == {
        BOOT: b"boot",
        DATA: b"spoilt",
        f"{DATA}.": whole(b"second"),
    }
    assert list(beside.missing(world.given, MEMBER, DATA, None)) == []
    assert left_of_restores(world) == []
    assert beside.restore(world.given, MEMBER, DATA, None).actions == (), "it is there already"


def test_what_was_spoilt_before_the_newest_copy_is_taken_from_an_earlier_one(
    world: Copies,
) -> None:
    restore(world, NOW + timedelta(hours=13))
    assert contents(world)[f"{DATA}."] == whole(b"first")
    assert list(beside.missing(world.given, MEMBER, DATA, None)) != []


def test_it_is_cleared_away_and_nothing_else_is(world: Copies) -> None:
    restore(world)
    assert world.carried_out(beside.clear(world.given, MEMBER, DATA)) == []
    assert contents(world) == {BOOT: b"boot", DATA: b"spoilt"}
    assert list(beside.left(world.given, MEMBER, DATA)) == []
    assert beside.clear(world.given, MEMBER, DATA).actions == ()


def test_whenever_it_is_killed_the_next_one_goes_on_and_nothing_is_there_twice(
    world: Copies,
) -> None:
    for request, done in kills(MOST_REQUESTS, REQUESTS, KILLS, "a restore of one volume"):
        if not killed_at(world.primary, lambda: restore(world), request, done=done):
            assert request >= REQUESTS
            break
        restore(world)
        assert contents(world)[f"{DATA}."] == whole(b"second"), (request, done)
        assert len(world.primary.cinder.volumes) == 3, (request, done)
        assert left_of_restores(world) == [], (request, done)
        assert world.carried_out(beside.clear(world.given, MEMBER, DATA)) == []


def test_one_that_is_attached_is_not_cleared(world: Copies) -> None:
    restore(world)
    for row in world.primary.cinder.volumes.values():
        if ".beside-" in row["name"]:
            row["status"] = "in-use"
    [against] = beside.clear(world.given, MEMBER, DATA).objections
    assert str(against.why).endswith("is attached to a server; detach it first")


def test_a_volume_that_is_not_there_and_a_copy_that_is_not_held_are_told(world: Copies) -> None:
    with pytest.raises(UserError) as unknown:
        beside.restore(world.given, MEMBER, "aya-data", None)
    assert str(unknown.value) == f"aya has no volume aya-data; there are {DATA}, {BOOT}"
    long_ago = datetime.fromisoformat("2026-01-01T00:00+09:00")
    with pytest.raises(
        UserError, match=f"no proven copy of {DATA} is held of 2026-01-01"
    ) as refused:
        beside.restore(world.given, MEMBER, DATA, long_ago)
    assert refused.value.exit_code is Exit.RULE_BROKEN


def test_where_this_machine_has_no_login_that_is_told(world: Copies) -> None:
    text = world.home.clouds_file.read_text("utf-8").replace("aya.primary:", "aya.elsewhere:")
    world.home.clouds_file.write_text(text, "utf-8")
    with pytest.raises(UserError, match=r"aya\.primary"):
        beside.restore(world.given, MEMBER, DATA, None)
