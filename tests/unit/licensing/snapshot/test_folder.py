from __future__ import annotations

import stat
from pathlib import Path

import pytest

from core.errors import OtherSystemFailed, UserError
from licensing.snapshot.folder import read_snapshot, write_snapshot
from tests.lib.quarters import snapshot


def test_a_folder_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "q", snapshot())
    assert read_snapshot(tmp_path / "q") == snapshot()
    assert stat.S_IMODE((tmp_path / "q" / "manifest.json").stat().st_mode) == 0o644


def test_no_secret_is_in_it() -> None:
    assert [path for path, content in snapshot().items() if b"PRIVATE" in content] == []


def test_a_folder_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "q").mkdir()
    with pytest.raises(UserError, match="q is there already; it is not overwritten"):
        write_snapshot(tmp_path / "q", snapshot())
    assert list((tmp_path / "q").iterdir()) == []


def test_half_a_folder_is_none(tmp_path: Path) -> None:
    """The second file cannot be written, since the first one has the name of its folder."""
    with pytest.raises(OtherSystemFailed, match="could not be written"):
        write_snapshot(tmp_path / "q", {"rules": b"x", "rules/oracle.yaml": b"y"})
    assert [file.name for file in tmp_path.iterdir()] == [".q.lock"]


def test_a_link_is_no_file(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "q", {"a": b"x"})
    (tmp_path / "q" / "a").rename(tmp_path / "a")
    (tmp_path / "q" / "a").symlink_to(tmp_path / "a")
    assert read_snapshot(tmp_path / "q") == {"a": b""}


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is no folder"):
        read_snapshot(tmp_path / "nothing")
