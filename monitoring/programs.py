"""Other programs that are asked: git, and those with which Prometheus checks its files. Adapter."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.errors import OtherSystemFailed
from core.message import Message, say

ANSWER_SECONDS = 60


def answer_of(
    command: Sequence[str], folder: Path, missing: Message
) -> subprocess.CompletedProcess[bytes]:
    """What a program says in a folder, content or not.

    Raises: OtherSystemFailed, with `missing` where there is no such program, or where it is silent.
    """
    try:
        return subprocess.run(
            command, cwd=folder, capture_output=True, timeout=ANSWER_SECONDS, check=False
        )
    except FileNotFoundError:
        raise OtherSystemFailed(missing) from None
    except subprocess.TimeoutExpired:
        raise OtherSystemFailed(
            say(
                "{program} has not answered for {seconds} seconds",
                program=command[0],
                seconds=ANSWER_SECONDS,
            )
        ) from None


def check(command: Sequence[str], files: Mapping[str, str], what: Message) -> None:
    """Have Prometheus' own program look at files before they are put in place.

    Raises: OtherSystemFailed with its words where it refuses them.
    """
    program = command[0]
    missing = say(
        "{program} is missing, which checks {what}; `kumiai lab up` installs it",
        program=program,
        what=what,
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        done = answer_of(command, Path(folder), missing)
    if done.returncode:
        said = b" ".join((done.stdout, done.stderr)).decode(errors="replace")
        raise OtherSystemFailed(
            say(
                "{program} refuses {what}, and the old ones stay: {reason}",
                program=program,
                what=what,
                reason=" ".join(said.split()),
            )
        )
