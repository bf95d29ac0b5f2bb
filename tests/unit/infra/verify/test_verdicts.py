"""What a verdict says, for how long, and of what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.home import Home
from infra.verify.kept import last_verdicts, record
from infra.verify.verdicts import Status, Verdict, status_of

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FOUND_RIGHT = Verdict("hita.primary", NOW, "files", reached=True, missing=0, extra=0)


@pytest.mark.parametrize(
    ("reached", "missing", "extra", "status"),
    [
        (True, 0, 0, Status.OK),
        (True, 0, 2, Status.CAUTION),
        (True, 1, 0, Status.FAULT),
        (True, 1, 2, Status.FAULT),
        (False, 0, 0, Status.FAULT),
    ],
)
def test_a_difference_decides_the_status(
    reached: bool, missing: int, extra: int, status: Status
) -> None:
    verdict = Verdict("hita.primary", NOW, "files", reached, missing, extra)
    assert status_of(verdict, "files", NOW) is status


def test_what_was_never_looked_at_is_not_verified() -> None:
    assert status_of(None, "files", NOW) is Status.NOT_VERIFIED


def test_what_was_asked_for_since_is_not_verified() -> None:
    assert status_of(FOUND_RIGHT, "other files", NOW) is Status.NOT_VERIFIED


def test_a_verdict_is_believed_for_a_day() -> None:
    assert status_of(FOUND_RIGHT, "files", NOW + timedelta(hours=24)) is Status.OK
    later = NOW + timedelta(hours=24, seconds=1)
    assert status_of(FOUND_RIGHT, "files", later) is Status.NOT_VERIFIED


def test_the_last_verdict_of_a_stack_is_kept(tmp_path: Path) -> None:
    home = Home(tmp_path)
    worse = Verdict("hita.primary", NOW, "files", reached=False, missing=0, extra=0)
    record(home, FOUND_RIGHT)
    record(home, worse)
    assert last_verdicts(home) == {"hita.primary": worse}


def test_a_torn_record_counts_as_none(tmp_path: Path) -> None:
    home = Home(tmp_path)
    record(home, FOUND_RIGHT)
    (tmp_path / "verified" / "aya.primary.json").write_text('{"at": "2026')
    assert last_verdicts(home) == {"hita.primary": FOUND_RIGHT}
