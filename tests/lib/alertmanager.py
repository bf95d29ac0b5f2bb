"""A real Alertmanager on the loopback, for as long as a test needs it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.errors import OtherSystemFailed
from monitoring.routing.alertmanager import firing

PROGRAM = os.environ.get("KUMIAI_ALERTMANAGER") or "prometheus-alertmanager"
"""Debian's, as production has it; `make test-alertmanager` names a newer one."""
STARTS_SECONDS = 60


@contextmanager
def running(file: Path) -> Iterator[str]:
    """Its address, once it answers; it ends with the block. `make lab` installs the program."""
    if shutil.which(PROGRAM) is None:
        pytest.skip(f"{PROGRAM} is not installed; `make test` installs it")
    url = f"http://127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [
            PROGRAM,
            f"--config.file={file}",
            f"--storage.path={file.parent / 'data'}",
            f"--web.listen-address={url.removeprefix('http://')}",
            "--cluster.listen-address=",
            "--log.level=error",
        ],
        stdout=subprocess.DEVNULL,
        stderr=(file.parent / "alertmanager.log").open("w"),
    )
    try:
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=STARTS_SECONDS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_SECONDS
    while True:
        try:
            firing(url)
        except OtherSystemFailed:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
