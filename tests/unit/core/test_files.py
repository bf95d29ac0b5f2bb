"""What is said where the machine lets nobody read or write."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from core.errors import Exit, OtherSystemFailed
from core.files import is_the_machines, not_written, write_whole
from core.language import Language
from core.translation import translation

FILE = Path("var/journal.jsonl")


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
