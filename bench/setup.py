"""How long the first set-up takes, and how long it is silent, as JSON on standard output.

A fresh clone in a temporary folder, with caches of Go and uv that are empty: everything is fetched
and compiled anew, which takes minutes. `python -m bench.setup`. Debian's packages that are
installed already stay so.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from core.home import REPOSITORY

OF_THIS_CHECKOUT = ("KUMIAI_", "PYTHONPATH")
"""How variables begin that would lead to it."""


@dataclass(frozen=True, slots=True)
class Line:
    """What set-up said, and after how many seconds."""

    at: float
    text: str


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kumiai-setup-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        clone = folder / "kumiai"
        subprocess.run(["git", "clone", "--quiet", REPOSITORY, clone], check=True)
        environment = from_nothing(folder)
        first = said_by([clone / "infra/toolchain/setup.sh", "lab"], environment)
        again = said_by([clone / "infra/toolchain/setup.sh"], environment)
        # Go's modules are read-only, and would stay.
        subprocess.run(["chmod", "-R", "u+w", folder], check=True)
    print(
        json.dumps({"cores": os.cpu_count(), **figures(first), "again_s": again[-1].at}, indent=2)
    )


def from_nothing(folder: Path) -> dict[str, str]:
    """No cache and no program of this checkout."""
    caches = {
        **{"GOCACHE": "go-build", "GOMODCACHE": "go-modules"},
        **{"UV_CACHE_DIR": "uv", "PIP_CACHE_DIR": "pip"},
    }
    kept = {key: text for key, text in os.environ.items() if not key.startswith(OF_THIS_CHECKOUT)}
    return {**kept, **{variable: str(folder / name) for variable, name in caches.items()}}


def said_by(command: Sequence[str | Path], environment: Mapping[str, str]) -> list[Line]:
    """Every line as it came, through a pipe; the last one is the end.

    Raises: RuntimeError where it does not end well.
    """
    began = time.monotonic()
    lines: list[Line] = []
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            for text in process.stdout or ():
                lines.append(Line(time.monotonic() - began, text.rstrip()))
                print(f"{lines[-1].at:6.1f} {lines[-1].text}", file=sys.stderr, flush=True)
        except BaseException:
            # Else the error is told only once all of it has ended by itself.
            os.killpg(process.pid, signal.SIGTERM)
            raise
    if process.returncode:
        raise RuntimeError(f"set-up ended with {process.returncode}")
    return [*lines, Line(time.monotonic() - began, "ended")]


def figures(lines: Sequence[Line]) -> dict[str, object]:
    silences = [(after.at - before.at, before.text) for before, after in pairwise(lines)]
    longest, before = max(silences)
    return {
        "from_nothing_seconds": round(lines[-1].at, 1),
        "first_word_seconds": round(lines[0].at, 1),
        "longest_silence_seconds": round(longest, 1),
        "silent_after": before,
    }


if __name__ == "__main__":
    main()
