"""What people read is folded, and each package says on one screen what it is for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.packages import PACKAGES
from tests.lib.checkout import text_of, tracked

WIDEST = 120
ONE_SCREEN = 50
"""Lines of a package's README."""

GENERATED = {
    Path("docs/reference") / name
    for name in (
        *("commands.md", "exit-codes.md", "fields.md", "messages.md"),
        "licence-rules.md",
    )
}

VERBATIM = re.compile(r"^```.*?^```|^(?: {4}[^\n]*\n)+", re.MULTILINE | re.DOTALL)
"""What a terminal shows, or what is typed into it."""


def columns(text: str) -> int:
    """As many as a terminal takes: kanji and kana are two wide."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def too_wide(file: Path) -> Iterator[str]:
    text = VERBATIM.sub(lambda found: "\n" * found.group().count("\n"), text_of(file))
    for number, line in enumerate(text.splitlines(), start=1):
        if columns(line) > WIDEST:
            yield f"{file}:{number}: {columns(line)} columns"


def test_kanji_are_two_columns_wide() -> None:
    assert columns("日田市 Hita") == 11


@pytest.mark.parametrize("file", [f for f in tracked("*.md") if f not in GENERATED], ids=str)
def test_a_document_is_folded(file: Path) -> None:
    assert list(too_wide(file)) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_on_one_screen_what_it_is_for(package: str) -> None:
    text = text_of(Path(package) / "README.md")
    assert text.startswith(f"# {package}")
    assert len(text.splitlines()) <= ONE_SCREEN
    if "Nothing stands here yet" not in text:
        assert re.search("[Ii]mport", text)
        assert "To see it at work: `" in text
