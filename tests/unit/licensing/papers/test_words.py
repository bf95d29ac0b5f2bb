"""A rule is printed as its file has it, not as a model keeps it."""

from __future__ import annotations

from core.home import REPOSITORY
from licensing.papers.store import read_licences
from licensing.papers.words import as_written

RULES = read_licences(REPOSITORY)[0].rules


def test_factors_are_numbers_as_a_person_writes_them() -> None:
    pvu = as_written(RULES["ibm-pvu"].value)
    assert "120" in pvu
    assert "'" not in pvu
    assert "0.5" in as_written(RULES["oracle-processor"].value)


def test_no_rule_is_printed_with_a_quote_or_a_tag() -> None:
    texts = {name: as_written(read.value) for name, read in RULES.items()}
    assert [name for name, text in texts.items() if "'" in text or "!" in text] == []
