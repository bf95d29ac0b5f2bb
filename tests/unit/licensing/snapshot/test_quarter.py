from __future__ import annotations

from datetime import date

import pytest

from core.errors import UserError
from core.language import Language
from core.translation import translation
from licensing.snapshot.quarter import quarter_of


def test_a_quarter_begins_and_ends_at_midnight_in_japan() -> None:
    found = quarter_of("2026-Q4")
    assert found.start.isoformat() == "2026-10-01T00:00:00+09:00"
    assert found.end.isoformat() == "2027-01-01T00:00:00+09:00"
    assert found.name == "2026-Q4"


@pytest.mark.parametrize(
    ("name", "japanese"),
    [
        ("2026-Q2", "令和8年度第1四半期、2026-04..2026-06"),
        ("2026-Q3", "令和8年度第2四半期、2026-07..2026-09"),
        ("2027-Q1", "令和8年度第4四半期、2027-01..2027-03"),
    ],
)
def test_japanese_readers_are_told_the_fiscal_years_quarter(name: str, japanese: str) -> None:
    found = quarter_of(name)
    assert found.called.text(translation(Language.JA)) == japanese
    assert str(found.called) == japanese.partition("、")[2]


@pytest.mark.parametrize("text", ["", "2026", "2026-Q0", "2026-Q5", "2026-q1", "0000-Q1", "26-Q1"])
def test_what_is_no_quarter_is_told(text: str) -> None:
    with pytest.raises(UserError, match="write July to September 2026 as `2026-Q3`"):
        quarter_of(text)


def test_the_first_day_is_the_months() -> None:
    assert quarter_of("2026-Q1").first == date(2026, 1, 1)
