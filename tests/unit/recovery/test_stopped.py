"""The last copies before a planned move are told without asking any clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from recovery.declaration import Declaration
from recovery.manifest import How, Manifest
from recovery.stopped import Stopped, note_stopped, stopped_of
from tests.lib.generations import generation, generations

ROWS: list[dict[str, Any]] = [{"id": "1", "updated": "2026-11-26T10:00:00Z"}]
PAPER = Declaration(
    form="kumiai.switchover.1",
    source="primary",
    target="remote",
    members=("aya",),
    declared_at=datetime(2026, 11, 26, 9, 0, tzinfo=UTC),
    reason="the power is renewed",
)


@dataclass(frozen=True)
class Noted:
    stopped: Stopped
    second: Manifest
    third: Manifest


@pytest.fixture
def noted(tmp_path: Path) -> Noted:
    """Once it stood still, with two generations by then; a third came after that."""
    (tmp_path / "tenants" / "moves").mkdir(parents=True)
    note_stopped(tmp_path, PAPER, "aya", ROWS, {"core": 2})
    found = stopped_of(tmp_path, PAPER, "aya")
    assert found is not None
    _, second, third = generations(3)
    return Noted(found, second, third.model_copy(update={"how": How.STILL}))


def test_a_copy_of_before_is_none_of_the_last_however_late_its_clock_says_it_was(
    noted: Noted,
) -> None:
    late = noted.second.model_copy(update={"taken_at": noted.second.taken_at + timedelta(days=99)})
    assert noted.stopped.last([late]) == []


def test_a_copy_that_came_after_is_however_early_its_clock_says_it_was(noted: Noted) -> None:
    early = noted.third.model_copy(update={"taken_at": datetime(2020, 1, 1, tzinfo=UTC)})
    assert noted.stopped.last([early]) == [early]


def test_what_was_taken_of_a_paused_server_is_none_of_the_last_though_it_came_after(
    noted: Noted,
) -> None:
    assert noted.stopped.last([generation(3, noted.second)]) == []


def test_whoever_starts_a_server_makes_the_note_void(noted: Noted) -> None:
    assert noted.stopped.is_of(ROWS)
    assert not noted.stopped.is_of([{**ROWS[0], "updated": "2026-11-26T10:00:01Z"}])
    assert not noted.stopped.is_of([])


def test_a_note_that_nobody_can_read_is_none(tmp_path: Path) -> None:
    (tmp_path / "tenants" / "moves").mkdir(parents=True)
    assert stopped_of(tmp_path, PAPER, "aya") is None
    note_stopped(tmp_path, PAPER, "aya", ROWS, {})
    [file] = (tmp_path / "tenants" / "moves").iterdir()
    file.write_text("{", encoding="utf-8")
    assert stopped_of(tmp_path, PAPER, "aya") is None
