"""A command whose reader leaves, whose streams are closed or lead to a full disk, as in a shell."""

from __future__ import annotations

import shlex
import subprocess
import sys

import pytest

from core.home import REPOSITORY
from tests.lib import alive

SPEAKS = "import sys; sys.argv[1:] = {words}; from cli.main import run; run()"
FULL = (
    "the output, or a file could not be written: No space left on device; nothing was changed, "
    "make room or grant the right and run it again\n"
)
REFUSED = "kumiai: no option --nosuch is here\nsee `kumiai --help`\n"


def told(words: list[str], shell: str) -> tuple[int, str, str]:
    """Exit code, standard output and error of `kumiai` in a line of bash; `{}` is the command."""
    command = shlex.join([sys.executable, "-c", SPEAKS.format(words=words)])
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", shell.replace("{}", command)],
        cwd=REPOSITORY,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(REPOSITORY), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    complained = "".join(f"{line}\n" for line in alive.told(done.stderr))
    return done.returncode, done.stdout, complained


@pytest.mark.parametrize(
    ("words", "shell", "expected"),
    [
        (["--version"], "{} | true", (0, "", "")),
        (["--help"], "{} | true", (0, "", "")),
        (["matrix", "show", "--json"], "exec 3> >(true); wait $!; {} >&3", (0, "", "")),
        (["--version"], "{} > /dev/full", (13, "", FULL)),
        (["--version"], "{} >&-", (0, "", "")),
        (["--nosuch"], "{} 2>&1 | true", (2, "", "")),
        (["--nosuch"], "{} 2> /dev/full", (13, "", "")),
        (["--nosuch"], "{} 2>&-", (2, "", "")),
        (["--nosuch"], "{} >&-", (2, "", REFUSED)),
    ],
)
def test_a_command_ends_as_it_would_and_never_in_a_traceback(
    words: list[str], shell: str, expected: tuple[int, str, str]
) -> None:
    assert told(words, shell) == expected


def test_what_the_terminals_encoding_cannot_say_is_spelt_out() -> None:
    code, said, complained = told(["check", "--lang", "ja"], "PYTHONIOENCODING=ascii {}")
    assert (code, said[:6], complained) == (0, "\\u69cb", "")
