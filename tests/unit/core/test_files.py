"""What is said where the machine lets nobody read or write."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import Exit, OtherSystemFailed
from core.files import is_the_machines, locked, not_written, write_private, write_whole
from core.home import Home
from core.journal import Entry, append
from core.language import Language
from core.lock import Holder
from core.lock import locked as alone
from core.translation import translation

FILE = Path("var/journal.jsonl")
SOMEBODY = 65534
ENTRY = Entry(datetime(2026, 11, 27, tzinfo=UTC), "sato", "up", "hita.primary", "a test", "begun")


def test_a_folder_where_a_file_should_be_is_an_operators_to_mend(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError) as refused:
        tmp_path.read_bytes()
    assert is_the_machines(refused.value)
    told = not_written(FILE, refused.value)
    assert str(told) == (
        "var/journal.jsonl can be neither read nor written: Is a directory; "
        "put in order what lies there, and run it again"
    )
    assert told.exit_code is Exit.OTHER_SYSTEM_FAILED


def test_a_file_where_a_folder_should_be_is_said_to_be_none(tmp_path: Path) -> None:
    lies_there = tmp_path / "locks"
    lies_there.touch()
    with pytest.raises(OtherSystemFailed) as refused:
        write_whole(lies_there / "hita.lock", "")
    assert str(refused.value) == (
        f"{lies_there} can be neither read nor written: Not a directory; "
        "put in order what lies there, and run it again"
    )


def test_the_machines_words_are_japanese_within_a_japanese_sentence() -> None:
    told = not_written(FILE, OSError(errno.EIO, "Input/output error"))
    assert told.text(translation(Language.JA)) == (
        "var/journal.jsonl を読み書きできません（入出力エラー）。"
        "そこにあるものを整理してから、もう一度実行してください。"
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone gives files to others")
def test_what_root_makes_in_somebodys_folder_is_theirs(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, SOMEBODY, SOMEBODY)
    write_private(home / "runs" / "1" / "run.json", "{}")
    with locked(home / "numbers"):
        append(home / "journal.jsonl", ENTRY)
    with alone(Home(home), "stack", Holder.this("run-1", ENTRY.at)):
        pass
    made = {one.relative_to(home): one.stat().st_uid for one in home.rglob("*")}
    assert set(made.values()) == {SOMEBODY}, made
    assert len(made) > 6


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone has files of its own there")
def test_what_root_makes_in_its_own_folder_stays_its_own(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b", "")
    assert {one.stat().st_uid for one in tmp_path.rglob("*")} == {0}
