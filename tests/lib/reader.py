"""Somebody at three in the morning who has the printed book, a terminal, and nothing else.

They type what the page says as it is printed, put in what they were told by the alert, answer what
the page asks, and ask a second person where it says so. Nothing of `runbooks` is imported here.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.lib.page_lines import typed_lines

Type = Callable[[list[str]], "subprocess.CompletedProcess[str]"]
LOOKS = frozenset({0, 11, 12})
"""What a command that only looks may end with: something is not well, and is told."""
WHY = "the watch, by the book"


@dataclass
class Reader:
    """`told` is what the alert said: a site, a municipality. Both persons have a terminal."""

    book: str
    types: Type
    other_types: Type
    told: Mapping[str, str]
    said: list[str] = field(default_factory=list)
    """What each command said, after the command itself."""

    def follows(self, name: str) -> str:
        """The chapter from its first line to its last; what was said last."""
        chapter = self._part("section", name)
        for line in _commands(chapter.partition("<article")[0]):
            self._typed(line)
        for sheet in re.findall(r"<article .*?</article>", chapter, re.DOTALL):
            self._does(sheet)
        return self.said[-1]

    def next_procedure(self, name: str) -> str:
        """Where the chapter sends its reader."""
        english = " ".join(re.findall(r'<div lang="en">(.*?)</div>', self._part("section", name)))
        [found] = set(re.findall(r"begin the procedure ([a-z-]+)", english))
        return str(found)

    def _does(self, sheet: str) -> None:
        answers = dict(
            re.findall(
                r'<span lang="en">([^<]*)</span> <small>([a-z_]+)</small> <span class="blank">',
                sheet,
            )
        )
        lines = _commands(sheet)
        resume = [line for line in lines if line.startswith("runbook resume")]
        if not resume:
            return  # kumiai has done it
        for line in lines:
            if line not in resume:
                self._typed(line)
        [line] = resume
        for question, answer in answers.items():
            line = line.replace(f"{answer}=…", f"{answer}={self._seen(question)}")
        self._typed(line)

    def _typed(self, line: str) -> None:
        words = shlex.split(self._filled(line))
        second = words[:2] == ["failover", "confirm"]
        done = (self.other_types if second else self.types)(words)
        if "do it with --execute" in done.stdout and words[:2] == ["failover", "declare"]:
            done = self.types([*words, "--execute", "--reason", WHY])
        said = done.stdout + done.stderr
        self.said += [" ".join(words), said]
        assert done.returncode in (LOOKS if "--execute" not in words else {0}), (words, said)

    def _filled(self, line: str) -> str:
        for kind, value in self.told.items():
            line = line.replace(f"{{{kind}}}", value).replace(f"{kind.upper()}", value)
        return line.replace("NUMBER", self._number()).replace('"…"', f'"{WHY}"')

    def _seen(self, question: str) -> str:
        if question.startswith(("How many", "In how many")):
            return "15"
        if re.match(r"(Is|Are|Do|Does|Has|Have|Could|Did|Was|Were) ", question):
            return "yes"
        return self._number() if "number" in question else "'what was seen'"

    def _number(self) -> str:
        """The one that was told last."""
        found = re.findall(r"declared as (\w+)", " ".join(self.said))
        return str(found[-1]) if found else "NUMBER"

    def _part(self, tag: str, name: str) -> str:
        [found] = re.findall(
            rf'<{tag} class="[a-z]+" id="{name}">.*?</{tag}>', self.book, re.DOTALL
        )
        return str(found)


def looking(book: str, told: Mapping[str, str]) -> list[list[str]]:
    """Each command of kumiai's on any page that only looks, once, filled in with `told`.

    Whoever logs in to a server has a test of its own (tests/lib/page_lines.py).
    """
    lines = [line for line in _commands(book) if not line.startswith(("runbook ", "access login "))]
    return [words for words in _told(lines, told) if not ACTS & set(words)]


def of_openstack(book: str, told: Mapping[str, str]) -> list[list[str]]:
    """Each command of OpenStack's own on any page, once, filled in with `told`."""
    return list(_told(_commands(book, "openstack"), told))


def _told(lines: list[str], told: Mapping[str, str]) -> Iterator[list[str]]:
    for kind, value in told.items():
        lines = [line.replace(f"{{{kind}}}", value).replace(kind.upper(), value) for line in lines]
    return map(shlex.split, dict.fromkeys(lines))


ACTS = frozenset({"--execute", "--reload", "--out", "ack", "new"})


def _commands(text: str, program: str = "kumiai") -> list[str]:
    """What follows the program, each line once: the page has both languages."""
    begin = f"{program} "
    return [one.removeprefix(begin) for one in typed_lines(text) if one.startswith(begin)]
