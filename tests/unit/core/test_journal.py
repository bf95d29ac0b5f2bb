from __future__ import annotations

import fcntl
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import OtherSystemFailed
from core.home import REPOSITORY
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


def test_what_a_terminal_would_obey_is_written_out_and_read_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    reason = "導入\u3000\u202e\u2028\x9b31m\U000e0041"
    append(file, entry(reason))
    append(file, entry("done"))
    assert "導入　" + r"\u202e\u2028\u009b31m\udb40\udc41" in file.read_text("utf-8")
    assert [line["outcome"] for line in entries(file)] == [reason, "done"]
    assert first_broken_line(file) is None


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    append(file, entry("one"))
    assert file.stat().st_mode & 0o777 == 0o600


def test_whoever_keeps_the_journal_is_not_waited_for_without_end(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    append(file, entry("one"))
    with file.open("rb") as another:
        fcntl.flock(another, fcntl.LOCK_EX)
        with pytest.raises(OtherSystemFailed) as stopped:
            append(file, entry("two"), patience=0.05)
    assert str(stopped.value.message) == (
        f"another process has kept the journal {file} for 0.05 seconds; nothing was done, "
        f"find it (`fuser {file}`), end it, and run it again"
    )
    append(file, entry("three"))
    assert [line["outcome"] for line in entries(file)] == ["one", "three"]


def test_of_what_was_done_nobody_is_told_that_nothing_was(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    append(file, entry("begun"))
    with file.open("rb") as another:
        fcntl.flock(another, fcntl.LOCK_EX)
        with pytest.raises(OtherSystemFailed) as kept:
            append(file, entry("done"), ends=True, patience=0.05)
    assert str(kept.value.message) == (
        f"another process has kept the journal {file} for 0.05 seconds; how up hita.primary "
        f"ended is not in it (done), find that process (`fuser {file}`) and end it"
    )
    file.unlink()
    file.mkdir()
    with pytest.raises(OtherSystemFailed) as refused:
        append(file, entry("done"), ends=True)
    assert str(refused.value.message) == (
        f"the journal {file} cannot be written: Is a directory; how up hita.primary ended is not "
        "in it (done), make room or grant the right"
    )


ON_A_FULL_DISK = """
import sys
from pathlib import Path
from core.errors import OtherSystemFailed
from core.journal import append, entries, first_broken_line
from tests.unit.core.test_journal import entry

file = Path(sys.argv[1]) / "journal.jsonl"
append(file, entry("begun"))
with open(file.with_name("everything else"), "wb", buffering=0) as other:
    try:
        while True:
            other.write(bytes(4096))
    except OSError:
        pass
try:
    append(file, entry("begun" * 2000))
except OtherSystemFailed as error:
    print(error.message)
append(file, entry("done" * 2000), ends=True)
print([line["outcome"][:5] for line in entries(file)], first_broken_line(file))
"""


def test_a_full_disk_lets_nothing_begin_and_what_was_begun_is_ended_all_the_same(
    tmp_path: Path,
) -> None:
    """On a real file system of 256 KiB, in a mount namespace of its own."""
    script = f"mount -t tmpfs -o size=256k none {tmp_path} && exec {sys.executable} - {tmp_path}"
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
        input=ON_A_FULL_DISK,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=True,
    )
    assert done.stdout.splitlines() == [
        f"the journal {tmp_path}/journal.jsonl cannot be written: No space left on device; "
        "nothing was done, make room or grant the right and run it again",
        "['begun', 'doned'] None",
    ]


@pytest.mark.parametrize("line", ["", "\0" * 40, "null", "[]", "{}", '{"before": '])
def test_a_line_that_is_none_of_a_journals_is_told_with_its_place(
    tmp_path: Path, line: str
) -> None:
    file = tmp_path / "journal.jsonl"
    append(file, entry("one"))
    with file.open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    append(file, entry("two"))
    with pytest.raises(OtherSystemFailed) as refused:
        entries(file)
    assert str(refused.value) == (
        f"{file}:2: is no line of a journal; bring the file back from its copy, or lay it aside "
        "(it stays evidence) and a new one is begun"
    )
