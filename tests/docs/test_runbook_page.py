"""The book of procedures: whoever has nothing but the page gets to the end by what it says."""

from __future__ import annotations

import html
import re
import shlex
from pathlib import Path

import pytest

from core.home import REPOSITORY
from core.login import login_name
from runbooks.procedure import Accepts
from runbooks.store import read_procedures
from runbooks.vocabulary import Kind
from tests.lib.page_lines import LAB, RUN_BY, quoted_commands, run_by, typed_lines
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


def test_every_line_that_a_page_has_typed_is_run_by_a_test(book: str) -> None:
    """Whoever writes a line of another kind has it run somewhere, and says where."""
    lines = [*typed_lines(book), *quoted_commands(book)]
    assert [line for line in lines if run_by(line) is None] == []
    assert {run_by(line) for line in lines} == set(RUN_BY.values())
    for begins, test in RUN_BY.items():
        assert [line for line in lines if line.startswith(begins)], begins
        names = {"looking", "of_openstack"} if test == LAB else {"lines_for"}
        assert names & set(re.findall(r"\w+", (REPOSITORY / test).read_text("utf-8"))), test


def test_a_line_of_another_kind_is_seen() -> None:
    other = "<pre>$ pcs status</pre><p>then `crm_mon -1`</p>"
    lines = [*typed_lines(other), *quoted_commands(other)]
    assert [(line, run_by(line)) for line in lines] == [("pcs status", None), ("crm_mon -1", None)]


def test_every_command_within_a_sentence_is_known(book: str) -> None:
    for line in quoted_commands(book):
        if line.startswith("kumiai "):
            assert typed(*shlex.split(line)[1:], "--help").exit_code == 0, line


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


def test_the_page_for_the_wall_has_the_run_its_step_who_holds_it_and_how_long(
    book: str, tmp_path: Path
) -> None:
    wall = tmp_path / "wall.html"
    show = ("--lang", "en", "runbook", "list", "--html", str(wall))
    kumiai(*show, home=tmp_path)
    assert "None is under way." in wall.read_text("utf-8")
    [begin] = [words for words in commands_in(chapter(book, BY_HAND)) if words[1] == "run"]
    kumiai(*begin, home=tmp_path)
    kumiai(*show, home=tmp_path)
    said = html.unescape(wall.read_text("utf-8"))
    first, *_ = PROCEDURES[BY_HAND].steps.values()
    for told in (f"-{BY_HAND}", first.title.en, "1/2", login_name(), "0 minutes at this step"):
        assert told in said


def test_whom_to_call_stands_on_the_sheet_by_site(book: str) -> None:
    text = html.unescape(chapter(book, "host-maintenance"))
    assert '<b>primary</b>: <span lang="ja">' in text
    assert "097-000-0201" in text
    said = kumiai("--lang", "en", "runbook", "show", "site-loss")
    assert "call:" not in said, "which site it is, only a run knows"
