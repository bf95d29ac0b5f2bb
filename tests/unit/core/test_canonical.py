from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.canonical import LARGEST, Json, canonical, from_canonical

VALUES: some.SearchStrategy[Json] = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-LARGEST, LARGEST)
    | some.text(some.characters(codec="utf-8")),
    lambda inner: (
        some.lists(inner) | some.dictionaries(some.text(some.characters(codec="utf-8")), inner)
    ),
)


def test_keys_stand_in_order_and_nothing_stands_between() -> None:
    assert (
        canonical({"b": [1, True, None], "a": {"ü": "日田市"}, "A": -0})
        == '{"A":0,"a":{"ü":"日田市"},"b":[1,true,null]}'
    )


def test_keys_go_by_utf_16_as_the_rfc_shows() -> None:
    """RFC 8785, section 3.2.3."""
    given_keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\xf6": 7}
    in_order = ["\r", "1", "\x80", "\xf6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(given_keys))) == in_order


def test_characters_are_written_as_the_rfc_shows() -> None:
    """RFC 8785, section 3.2.2."""
    text = '€$\x0f\nA\'B"\\\\"/'
    assert canonical(text) == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


@pytest.mark.parametrize(
    "value", [0.5, Fraction(1, 3), 2**53, -(2**53), "\ud800", {"a": 1.0}, {1: "a"}, b"a", {1}]
)
def test_what_has_no_one_way_to_be_written_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"nothing that canonical|keeps exact|surrogates"):
        canonical(value)


@given(VALUES)
def test_what_was_written_is_read_as_it_was(value: Json) -> None:
    assert from_canonical(canonical(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        *('{"a": 1}', '{"b":1,"a":2}', '{"a":1,"a":2}', "1.0", "1e3", "-0", '"\\u0041"', "NaN"),
        *("", "{", "[1,]", "[" * 100_000, "1" * 5_000, '"\\ud800"'),
    ],
)
def test_text_in_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_canonical(text)
