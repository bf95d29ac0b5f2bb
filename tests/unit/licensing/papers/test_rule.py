"""Every worked example in licensing/rules is counted as its source says."""

from __future__ import annotations

import pytest

from core.home import REPOSITORY
from licensing.papers.example import Example
from licensing.papers.rule import Rule
from licensing.papers.store import read_licences
from licensing.position.example import counted_in

LICENCES, PROBLEMS = read_licences(REPOSITORY)
EXAMPLES = [
    pytest.param(read.value, example, id=f"{name}: {example.says}")
    for name, read in LICENCES.rules.items()
    for example in read.value.examples
]


def test_every_rule_can_be_read_and_has_an_example() -> None:
    assert PROBLEMS == []
    assert [name for name, read in LICENCES.rules.items() if not read.value.examples] == []
    assert len(LICENCES.rules) > 20


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_worked_example_is_counted_as_its_source_says(rule: Rule, example: Example) -> None:
    assert counted_in(rule, example) == example.required
