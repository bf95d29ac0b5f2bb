from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from core.journal import Entry, append, entries, first_broken_line


def entry(outcome: str) -> Entry:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    return Entry(at, "sato", "up", "hita.primary", "onboarding", outcome)


def test_lines_are_kept_in_order_and_sealed(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    for outcome in ("begun", "done"):
        append(file, entry(outcome))
    assert [line["outcome"] for line in entries(file)] == ["begun", "done"]
    assert first_broken_line(file) is None


def test_a_changed_line_shows_at_the_one_after_it(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    for outcome in ("one", "two", "three"):
        append(file, entry(outcome))
    file.write_text(file.read_text(encoding="utf-8").replace("two", "2"), encoding="utf-8")
    assert first_broken_line(file) == 3


def test_a_removed_line_shows(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    for outcome in ("one", "two", "three"):
        append(file, entry(outcome))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text(lines[0] + lines[2], encoding="utf-8")
    assert first_broken_line(file) == 2


def test_a_line_that_a_crash_tore_is_set_aside_and_the_next_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    append(file, entry("one"))
    with file.open("ab") as stream:
        stream.write(b'{"before": "abc", "at"')
    append(file, entry("two"))
    assert [line["outcome"] for line in entries(file)] == ["one", "two"]
    assert first_broken_line(file) is None
    assert file.with_suffix(".torn").read_bytes() == b'{"before": "abc", "at"\n'


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    append(file, entry("one"))
    assert file.stat().st_mode & 0o777 == 0o600
