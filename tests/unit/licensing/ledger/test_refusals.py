"""A ledger whose file cannot be used says why, and what leads out of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import OtherSystemFailed
from core.language import Language
from core.translation import translation
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger

OPENED = (
    "the ledger {file} cannot be opened: {reason}; nothing was recorded. "
    "Look what lies there and whose it is, and grant the right to write it and its folder"
)
DAMAGED = (
    "the ledger {file} is damaged: {reason}; nothing was recorded. Bring it back from its copy; "
    "if there is none, lay it aside, and `kumiai licence collect` begins a new one, which knows "
    "nothing of what was before"
)


def cut_in_half(file: Path) -> None:
    Ledger.opened(sqlite_url(file)).close()
    content = file.read_bytes()
    for beside in (f"{file}-wal", f"{file}-shm"):
        Path(beside).unlink(missing_ok=True)
    file.write_bytes(content[: len(content) // 2])


def of_another_program(file: Path) -> None:
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE look (anything)")


@pytest.mark.parametrize(
    ("spoil", "sentence", "reason"),
    [
        (
            lambda file: file.write_text("a page of a wiki\n" * 99),
            DAMAGED,
            "file is not a database",
        ),
        (cut_in_half, DAMAGED, "database disk image is malformed"),
        (of_another_program, DAMAGED, "table look already exists"),
        (lambda file: file.mkdir(), OPENED, "unable to open database file"),
    ],
    ids=["other bytes", "half of it", "another program's", "a folder"],
)
def test_a_file_that_is_no_ledger_is_told_by_its_cause(
    tmp_path: Path, spoil: Callable[[Path], object], sentence: str, reason: str
) -> None:
    file = tmp_path / "ledger.sqlite"
    spoil(file)
    with pytest.raises(OtherSystemFailed) as refused:
        Ledger.opened(sqlite_url(file))
    assert str(refused.value) == sentence.format(file=file, reason=reason)


def test_a_ledger_that_another_program_holds_is_told_with_how_to_find_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("licensing.ledger.engine.BUSY_SECONDS", 0)
    file = tmp_path / "ledger.sqlite"
    ledger = Ledger.opened(sqlite_url(file))
    with sqlite3.connect(file) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OtherSystemFailed) as refused:
            ledger.record([], datetime.now(UTC))
    assert str(refused.value) == (
        f"another process keeps the ledger {file}: database is locked; nothing was recorded. "
        f"Find it (`fuser {file}`), end it, and run it again"
    )


def test_a_japanese_sentence_holds_none_of_sqlites_english(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    file.mkdir()
    with pytest.raises(OtherSystemFailed) as refused:
        Ledger.opened(sqlite_url(file))
    assert refused.value.message.text(translation(Language.JA)).startswith(
        f"台帳 {file} を開けません（ファイルを開けません）。何も記録していません。"
    )
