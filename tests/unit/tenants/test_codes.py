"""Worked examples, and every code of a published list."""

from __future__ import annotations

import csv

import pytest

from core.home import REPOSITORY
from tenants.codes import check_digit, completed, is_valid, prefecture_of

LIST = REPOSITORY.parent / "shared" / "data" / "localgovjp-utf8.csv"


@pytest.mark.parametrize(
    ("body", "digit"),
    [
        ("44204", "6"),
        ("44206", "2"),
        ("44210", "1"),  # remainder 0
        ("01205", "0"),  # remainder 1
        ("01101", "1"),
        ("45203", "3"),
        ("45421", "4"),
        ("03210", "7"),
        ("07546", "9"),
    ],
)
def test_the_check_digit_is_that_of_the_worked_examples(body: str, digit: str) -> None:
    assert check_digit(body) == digit


def test_one_wrong_digit_is_noticed() -> None:
    assert is_valid("442046")
    assert not is_valid("442045")
    assert completed("44204") == "442046"


@pytest.mark.parametrize(
    ("code", "prefecture"), [("442046", "大分県"), ("012050", "北海道"), ("990000", None)]
)
def test_the_first_two_digits_name_the_prefecture(code: str, prefecture: str | None) -> None:
    assert prefecture_of(code) == prefecture


@pytest.mark.skipif(not LIST.exists(), reason="the published list is not beside the project")
def test_every_published_code_is_valid_and_of_its_prefecture() -> None:
    with LIST.open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 1916
    wrong = [
        row["lgcode"]
        for row in rows
        if not is_valid(row["lgcode"]) or prefecture_of(row["lgcode"]) != row["pref"]
    ]
    assert wrong == []
