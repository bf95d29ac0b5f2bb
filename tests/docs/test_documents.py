"""What README and how-to tell a new user to type exists, and shows what they say it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.home import REPOSITORY
from core.packages import PACKAGES
from tests.lib.typed import need_whole, typed

# The command line's own README writes of commands as patterns.
DOCUMENTS = sorted(
    [
        *REPOSITORY.glob("*.md"),
        *REPOSITORY.glob("docs/how-to/*.md"),
        *(REPOSITORY / package / "README.md" for package in PACKAGES if package != "cli"),
    ]
)

MADE_WITHOUT_A_LAB = ("member show",)
"""Commands whose output in README is compared word for word."""


def in_blocks(text: str) -> Iterator[list[str]]:
    """The words after `kumiai` of every command in a code block, to be typed as it stands."""
    lines = [line for line in text.splitlines() if re.match(r" {4,}kumiai |\$ kumiai ", line)]
    for line in lines:
        yield shlex.split(line.strip().removeprefix("$ "), comments=True)[1:]


def in_sentences(text: str) -> Iterator[list[str]]:
    """Of every one between backquotes, which may be named without all that it needs."""
    for line in re.findall(r"`(kumiai [^`]+)`", text):
        words = shlex.split(line, comments=True)[1:]
        if words[-1] != "…" or "--reason" in words:  # else it only names a group, as `kumiai …`
            yield words


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_every_command_of_a_document_can_be_typed(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = document.read_text(encoding="utf-8")
    for words in in_blocks(text):
        need_whole(*words)
    for words in in_sentences(text):
        # Unknown commands and options are refused before the help is shown; nothing is done.
        assert typed(*words, "--help").exit_code == 0, words
        # An option that wants a file has taken the word for its name.
        assert not Path("--help").exists(), words


def test_readme_shows_what_the_commands_show(tmp_path: Path) -> None:
    """With a home of its own: on a lab that runs here servers would be told as well."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    shown = {
        block.splitlines()[0].removeprefix("$ kumiai "): "\n".join(block.splitlines()[1:])
        for block in re.findall(r"```console\n(.*?)\n```", text, re.DOTALL)
    }
    compared = [command for command in shown if command.startswith(MADE_WITHOUT_A_LAB)]
    assert compared
    for command in compared:
        done = subprocess.run(
            [Path(sys.executable).parent / "kumiai", "--lang", "en", *command.split()],
            capture_output=True,
            text=True,
            env={**os.environ, "COLUMNS": "200", "KUMIAI_HOME": str(tmp_path)},
            check=True,
        )
        assert done.stdout.rstrip() == shown[command]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_every_link_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [
        link.partition("#")[0]
        for link in re.findall(r"\]\(([^)]+)\)", text)
        if not link.startswith("http")
    ]
    assert [link for link in links if link and not (document.parent / link).exists()] == []
