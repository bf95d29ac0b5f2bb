"""Every worked example in licensing/rules is counted as its source says."""

from __future__ import annotations

import pytest

from core.home import REPOSITORY
from licensing.papers.example import Example
from licensing.papers.rule import Note, Rule
from licensing.papers.store import read_licences
from licensing.position.example import counted_in

LICENCES, PROBLEMS = read_licences(REPOSITORY)
EXAMPLES = [
    pytest.param(read.value, example, id=f"{name}: {example.says}")
    for name, read in LICENCES.rules.items()
    for example in read.value.examples
]
WRITTEN = {
    "id": "own",
    "title": {"ja": "独自", "en": "our own"},
    "vendor": "Example",
    "counts": "cores",
    "source": "a contract",
    "read_on": "2026-11-26",
    "confidence": "vendor",
    "valid_from": "2026-04-01",
}


def test_every_rule_can_be_read_and_has_an_example() -> None:
    assert PROBLEMS == []
    assert [name for name, read in LICENCES.rules.items() if not read.value.examples] == []
    assert len(LICENCES.rules) > 20


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_worked_example_is_counted_as_its_source_says(rule: Rule, example: Example) -> None:
    assert counted_in(rule, example) == example.required


def test_a_rule_of_an_earlier_snapshot_is_read_with_its_note_in_english() -> None:
    rule = Rule.model_validate({**WRITTEN, "note": "Sold in packs of two."})
    assert rule.note == Note(en="Sold in packs of two.")
    assert rule.note.missing == "ja"


@pytest.mark.parametrize(
    ("note", "missing"),
    [
        ({}, None),
        ({"ja": "2本単位", "en": "packs of two"}, None),
        ({"ja": "2本単位"}, "en"),
        ({"ja": " ", "en": "packs of two"}, "ja"),
    ],
)
def test_a_note_is_in_both_languages_or_there_is_none(
    note: dict[str, str], missing: str | None
) -> None:
    assert Rule.model_validate({**WRITTEN, "note": note}).note.missing == missing
