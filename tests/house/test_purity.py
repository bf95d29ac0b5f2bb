"""Purity as said is purity as checked."""

from __future__ import annotations

import ast

import pytest

from tests.lib.checkout import our_modules
from tests.lib.purity import Kind, Module, sins


def module(text: str) -> Module:
    return Module("a.module", ast.parse(text))


@pytest.mark.parametrize(
    "docstring",
    [
        "A thing. Pure.",
        "A thing.\n\nPure: it asks nobody.",
        "A thing: so. Pure, and alone.",
        "Pure.",
    ],
)
def test_a_sentence_that_begins_with_the_word_says_it(docstring: str) -> None:
    assert module(f'"""{docstring}"""').says == [Kind.PURE]


@pytest.mark.parametrize(
    "docstring",
    ["A thing.", "Not Pure.", "Purely so.", "Pure but for the clock.", "A thing that is Pure."],
)
def test_nothing_else_says_it(docstring: str) -> None:
    assert module(f'"""{docstring}"""').says == []


@pytest.mark.parametrize(
    ("text", "sin"),
    [
        ("import os", "line 2: imports os"),
        ("def f():\n    import subprocess", "line 3: imports subprocess"),
        ("if TYPE_CHECKING:\n    from an.adapter import Thing", "line 3: imports an.adapter"),
        ("from an import adapter", "line 2: imports an.adapter"),
        ("datetime.now(UTC)", "line 2: calls now"),
        ("def f(file):\n    return file.read_text()", "line 3: calls read_text"),
        ("print('x')", "line 2: calls print"),
    ],
)
def test_what_asks_the_world_is_found(text: str, sin: str) -> None:
    ours = {"an.adapter": module('"""A. Adapter."""'), "an": module('"""Neutral."""')}
    assert list(sins(module(f'"""A thing. Pure."""\n{text}\n'), ours)) == [sin]


def test_pure_modules_and_empty_packages_may_be_imported() -> None:
    ours = {"a.pure": module('"""A. Pure."""'), "an": module('"""Neutral."""')}
    text = '"""Pure."""\nimport a.pure\nimport an\nfrom collections.abc import Iterator\n'
    assert list(sins(module(text), ours)) == []


def test_every_module_says_whether_it_is_pure_or_an_adapter() -> None:
    silent = [
        name
        for name, one in our_modules().items()
        if len(one.says) != 1 and not (one.holds_nothing and not one.says)
    ]
    assert silent == [], "its docstring needs one sentence that begins with Pure or Adapter"


def test_every_pure_module_is() -> None:
    found = {
        name: done
        for name, one in our_modules().items()
        if one.is_pure and (done := list(sins(one, our_modules())))
    }
    assert found == {}
