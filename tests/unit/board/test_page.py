"""The page that is shown to a mayor, and the same picture in a terminal."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from board.picture import Picture, picture_of
from board.picture_page import picture_page as page
from board.screen import screen
from core.language import Language
from core.translation import translation
from infra.verify.verdicts import Verdict
from tenants.store import read_definitions
from tests.lib.definitions import copied_to, shipped
from tests.lib.verdicts import verdict_on

NOW = datetime(2026, 11, 23, 22, 51, tzinfo=UTC)


class Elements(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another element"


def drawn(*verdicts: Verdict) -> Picture:
    return picture_of(shipped(), {verdict.stack: verdict for verdict in verdicts}, NOW)


def shown(picture: Picture, language: Language, width: int) -> str:
    """The terminal's text, line ends trimmed."""
    console = Console(width=width, file=io.StringIO(), highlight=False, color_system=None)
    console.print(screen(picture, str(language), translation(language), width))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines())


def row_of(text: str, name: str) -> str:
    """The row of the page's table that begins with `name`."""
    return next(row for row in text.split("<tr>") if f">{name}<" in row)


def test_the_page_needs_nothing_but_itself() -> None:
    text = page(drawn(), Language.JA)
    fetching = [
        (tag, name)
        for tag, attributes in Elements(text).found
        for name in attributes
        if name in ("src", "href", "srcset", "data", "action")
    ]
    assert fetching == []
    assert re.findall(r"url\(|@import|https?:|<script|<link", text) == []


def test_every_element_is_closed_in_its_place() -> None:
    assert Elements(page(drawn(), Language.JA)).open == []


def test_the_page_opens_in_japanese_and_holds_english() -> None:
    elements = Elements(page(drawn(), Language.JA)).found
    assert ("html", {"lang": "ja"}) in elements
    switches = [attributes for tag, attributes in elements if tag == "input"]
    assert [(s["id"], "checked" in s) for s in switches] == [("show-ja", True), ("show-en", False)]


def test_the_page_can_open_in_english() -> None:
    elements = Elements(page(drawn(), Language.EN)).found
    assert ("html", {"lang": "en"}) in elements
    switches = [attributes for tag, attributes in elements if tag == "input"]
    assert [(s["id"], "checked" in s) for s in switches] == [("show-ja", False), ("show-en", True)]


def test_dates_have_the_era_and_the_western_year() -> None:
    text = page(drawn(), Language.JA)
    assert "令和8年（2026年）11月24日 07:51" in text
    assert "平成22年（2010年）4月1日" in text


def test_the_table_says_what_its_headers_are_of() -> None:
    scopes = [a["scope"] for tag, a in Elements(page(drawn(), Language.JA)).found if tag == "th"]
    assert scopes.count("row") == 10
    assert scopes.count("colgroup") == 2
    assert scopes.count("col") == 3 + 7 + 2


def test_what_was_not_verified_is_not_shown_as_good() -> None:
    row = row_of(page(drawn(), Language.JA), "日田市")
    assert row.count('class="status not_verified"') == 2
    assert 'class="status ok"' not in row


def test_each_status_has_its_word_and_its_mark() -> None:
    definitions = shipped()
    text = page(
        drawn(
            verdict_on(definitions, "hita", "primary", NOW),
            verdict_on(definitions, "hita", "remote", NOW, extra=2),
            verdict_on(definitions, "usuki", "primary", NOW, missing=3),
            verdict_on(definitions, "usuki", "remote", NOW, reached=False),
            verdict_on(definitions, "kitsuki", "primary", NOW - timedelta(days=3)),
        ),
        Language.JA,
    )
    hita, usuki, kitsuki = (row_of(text, name) for name in ("日田市", "臼杵市", "杵築市"))
    assert "●" in hita
    assert "正常" in hita
    assert "▲" in hita
    assert "注意" in hita
    assert "差分2件" in hita
    assert usuki.count("異常") == 2
    assert "差分3件" in usuki
    assert "応答なし" in usuki
    assert kitsuki.count("未確認") == 2
    assert "確認 </span>" in kitsuki
    assert "11月21日 07:51" in kitsuki


def test_a_name_is_text_and_never_markup(tmp_path: Path) -> None:
    file = copied_to(tmp_path) / "tenants/members/usuki.yaml"
    file.write_text(file.read_text().replace("ja: 臼杵市", 'ja: "<script>市 & 町"'))
    definitions, _ = read_definitions(tmp_path)
    assert definitions is not None
    text = page(picture_of(definitions, {}, NOW), Language.JA)
    assert "<script>" not in text
    assert "&lt;script&gt;市 &amp; 町" in text


def test_a_wide_terminal_shows_every_group() -> None:
    text = shown(drawn(verdict_on(shipped(), "usa", "primary", NOW)), Language.EN, 140)
    assert "① Resident information  ② Tax" in text
    line = next(line for line in text.splitlines() if line.startswith("Usa City"))
    assert " ".join(line.split()) == (
        "Usa City 58,829 α 6/8 7/7 5/5 11/11 5/5 2/2 1/2 "
        "● OK 9 servers 11 vCPU 22 GiB ○ Not verified standby"
    )


def test_a_narrow_terminal_shows_every_member_whole() -> None:
    text = shown(drawn(verdict_on(shipped(), "usa", "primary", NOW)), Language.EN, 80)
    line = next(line for line in text.splitlines() if line.startswith("Usa City"))
    assert " ".join(line.split()) == "Usa City 37/40 ● OK 9 servers ○ Not verified standby"
    assert "…" not in text


@pytest.mark.parametrize("width", [80, 140])
def test_one_screen_is_enough(width: int) -> None:
    assert len(shown(drawn(), Language.JA, width).splitlines()) <= 24


def test_a_japanese_reader_is_told_in_japanese() -> None:
    text = shown(drawn(), Language.JA, 140)
    assert "構成団体10、住民478,952人、利用中の業務 延べ317" in text
    assert "○ 未確認 20" in text
