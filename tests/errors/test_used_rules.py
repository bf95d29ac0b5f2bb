"""The gallery of what a ledger remembers: rules and regions by which the past was counted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from core.eras import JAPAN
from core.errors import Exit, ProblemsFound
from core.language import Language
from core.message import in_english
from core.translation import translation
from licensing.known import known_at
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from licensing.papers.store import read_licences
from tenants.store import read_definitions
from tests.errors.used_cases import USED_CASES, UsedCase
from tests.lib.definitions import copied_to

JAPANESE = translation(Language.JA)
FIRST_USE = datetime(2026, 11, 25, 9, tzinfo=JAPAN)
NOW = datetime(2026, 11, 26, 9, tzinfo=JAPAN)


def ask(ledger: Ledger, root: Path, now: datetime) -> None:
    definitions, problems = read_definitions(root)
    licences, more = read_licences(root)
    assert definitions is not None
    assert not problems + more
    known_at(ledger, licences, definitions, now)


@pytest.mark.parametrize("case", USED_CASES, ids=lambda case: case.name)
def test_what_the_past_was_counted_by_may_not_change(case: UsedCase, tmp_path: Path) -> None:
    root = copied_to(tmp_path / "files")
    ledger = Ledger.opened(sqlite_url(tmp_path / "ledger.sqlite"))
    case.before(root)
    ask(ledger, root, FIRST_USE)
    case.make(root)
    with pytest.raises(ProblemsFound) as refused:
        ask(ledger, root, NOW)
    ledger.close()
    assert refused.value.exit_code is Exit.RULE_BROKEN
    assert [one.text(in_english) for one in refused.value.problems] == list(case.english)
    assert [one.text(JAPANESE) for one in refused.value.problems] == list(case.japanese)
