"""The book of procedures: whoever has nothing but the page gets to the end by what it says."""

from __future__ import annotations

import html
import re
import shlex
from pathlib import Path

import pytest

from core.home import REPOSITORY
from runbooks.procedure import Accepts
from runbooks.store import read_procedures
from runbooks.vocabulary import Kind
from tests.lib.typed import need_whole, typed

TOLD = {
    Kind.MEMBER: "usuki",
    Kind.SITE: "primary",
    Kind.HOST: "pri-02",
    Kind.SERVER: "usuki-core-db-1",
    Kind.FLAVOR: "large",
    Kind.VOLUME: "usuki-core-db-1-data",
    Kind.BEFORE: "2026-11-26T09:30",
}
SAID = {
    Accepts.YES: "yes",
    Accepts.NUMBER: "1",
    Accepts.DAY: "2026-12-01",
    Accepts.TEXT: "佐藤",
    Accepts.FILE: __file__,
}
BY_HAND = "filesystem-nearly-full"
"""People do all of it, and nothing is looked at that would need a site."""
PROCEDURES = {name: read.value for name, read in read_procedures(REPOSITORY)[0].items()}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("book") / "book.html"
    kumiai("runbook", "print", "--all", "--html", str(file))
    return file.read_text(encoding="utf-8")


def kumiai(*words: str, home: Path | None = None) -> str:
    """What a command says. Raises: AssertionError where it fails."""
    done = typed(*words, env={"KUMIAI_HOME": str(home)} if home else {})
    assert done.exit_code == 0, (words, done.output)
    return done.output


def chapter(book: str, name: str) -> str:
    [found] = re.findall(rf'<section class="chapter" id="{name}">.*?</section>', book, re.DOTALL)
    return str(found)


def commands_in(text: str) -> list[list[str]]:
    """The words after `kumiai` of each command, what is to be filled in filled in."""
    lines = re.findall(r"<pre>\$ kumiai (.*?)</pre>", text)
    for kind, value in TOLD.items():
        lines = [line.replace(f"{{{kind}}}", value) for line in lines]
        lines = [line.replace(f"--{kind} {kind.upper()}", f"--{kind} {value}") for line in lines]
    return [shlex.split(html.unescape(line)) for line in dict.fromkeys(lines)]


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_command_on_the_page_can_be_typed(book: str, name: str) -> None:
    words = commands_in(chapter(book, name))
    assert words
    for one in words:
        need_whole(*one)


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_step_has_a_sheet_in_both_languages(book: str, name: str) -> None:
    text = html.unescape(chapter(book, name))
    for step in PROCEDURES[name].steps.values():
        assert step.title.ja in text
        assert step.title.en in text
    assert text.count('<article class="sheet"') == len(PROCEDURES[name].steps)


def test_a_procedure_is_done_by_what_the_page_says_and_nothing_else(
    book: str, tmp_path: Path
) -> None:
    procedure = PROCEDURES[BY_HAND]
    asked = {n: one for step in procedure.steps.values() for n, one in step.answers.items()}
    said = ""
    for words in commands_in(chapter(book, BY_HAND)):
        if words[0] == "runbook":
            filled = [
                f"{one[:-1]}{SAID[asked[one[:-2]].accepts]}" if one.endswith("=…") else one
                for one in words
            ]
            said = kumiai("--lang", "en", *filled, home=tmp_path)
    assert said.splitlines()[-1].endswith(f"-{BY_HAND} is done")
    whole = kumiai("--lang", "en", "runbook", "verify-log", home=tmp_path)
    assert whole.splitlines()[0] == "2 journals are whole"


def test_whom_to_call_stands_on_the_sheet_by_site(book: str) -> None:
    text = html.unescape(chapter(book, "host-maintenance"))
    assert '<b>primary</b>: <span lang="ja">' in text
    assert "097-000-0201" in text
    said = kumiai("--lang", "en", "runbook", "show", "site-loss")
    assert "call:" not in said, "which site it is, only a run knows"
