"""`kumiai` as a person types it, but for the second that every start of it takes.

A process that has loaded its code (`tests/lib/loaded.py`) forks one for each command: a process of
its own, with the same words, environment, streams and exit code. What a start itself does is held
by all commands that `Consortium.begin` begins, and by `tests/infra`.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["__main__", "tests.lib.loaded"])


def run(
    words: Sequence[str], environment: Mapping[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run` does it: `words` begin with the program.

    Raises: subprocess.TimeoutExpired, when the command has been killed.
    """
    with tempfile.TemporaryDirectory(prefix="kumiai-forked-") as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = _FORKS.Process(target=_become, args=(words, dict(environment), out, err))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(words, timeout, out.read_bytes(), err.read_bytes())
        said, told = out.read_text("utf-8"), err.read_text("utf-8")
        return subprocess.CompletedProcess(words, process.exitcode, said, told)


def _become(words: Sequence[str], environment: dict[str, str], out: Path, err: Path) -> None:
    """The command, in the process that was forked for it; `sys.exit` is its end."""
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, file in ((1, out), (2, err)):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.argv[:] = words
    from cli.main import run

    run()
