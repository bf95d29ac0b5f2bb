from __future__ import annotations

import json
import resource
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import OtherSystemFailed
from core.home import Home
from core.lock import Holder, locked

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_second_run_is_told_who_holds_the_stack_since_when(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = Holder("run-1", 4711, "ctl-1", "sato", "2026-11-23 09:00:00+00:00")
    with (
        locked(home, "hita.primary", first),
        pytest.raises(OtherSystemFailed) as refused,
        locked(home, "hita.primary", Holder.this("run-2", NOW)),
    ):
        pass
    assert str(refused.value) == (
        "hita.primary is being changed by sato (process 4711 on ctl-1) since "
        "2026-11-23 09:00:00+00:00; wait for it to end"
    )


def test_a_file_where_the_folder_of_locks_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "locks").touch()
    with (
        pytest.raises(OtherSystemFailed) as refused,
        locked(Home(tmp_path), "hita.primary", Holder.this("run-1", NOW)),
    ):
        pass
    assert str(refused.value) == (
        f"{tmp_path}/locks can be neither read nor written: Not a directory; "
        "put in order what lies there, and run it again"
    )


def test_other_stacks_are_free(tmp_path: Path) -> None:
    home = Home(tmp_path)
    holder = Holder.this("run-1", NOW)
    with locked(home, "hita.primary", holder), locked(home, "hita.remote", holder):
        pass


def test_a_run_that_ended_well_leaves_no_note(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with locked(home, "hita.primary", Holder.this("run-1", NOW)) as before:
        assert before is None
    with locked(home, "hita.primary", Holder.this("run-2", NOW)) as before:
        assert before is None


def test_the_next_run_learns_who_was_killed_while_holding_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    killed = {"run": "run-1", "pid": 4711, "host": "ctl-1", "user": "sato", "since": "then"}
    tmp_path.joinpath("locks").mkdir()
    tmp_path.joinpath("locks/hita.primary.lock").write_text(json.dumps(killed), encoding="utf-8")
    with locked(home, "hita.primary", Holder.this("run-2", NOW)) as before:
        assert before == Holder("run-1", 4711, "ctl-1", "sato", "then")


def test_whoever_does_not_mend_hands_the_note_on(tmp_path: Path) -> None:
    home = Home(tmp_path)
    killed = {"run": "run-1", "pid": 4711, "host": "ctl-1", "user": "sato", "since": "then"}
    tmp_path.joinpath("locks").mkdir()
    tmp_path.joinpath("locks/hita.primary.lock").write_text(json.dumps(killed), encoding="utf-8")
    with locked(home, "hita.primary", Holder.this("run-2", NOW), mends=False):
        pass
    with locked(home, "hita.primary", Holder.this("run-3", NOW)) as before:
        assert before == Holder("run-1", 4711, "ctl-1", "sato", "then")
    with locked(home, "hita.primary", Holder.this("run-4", NOW)) as before:
        assert before is None


def test_a_disk_without_room_for_the_note_of_who_holds_it_is_told_with_the_file(
    tmp_path: Path,
) -> None:
    room, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    lock = locked(Home(tmp_path), "hita.primary", Holder.this("run-1", NOW))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
    try:
        with pytest.raises(OtherSystemFailed) as refused:
            lock.__enter__()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
    assert str(refused.value) == (
        f"{tmp_path}/locks/hita.primary.lock could not be written: File too large; nothing was "
        "changed, make room or grant the right and run it again"
    )
