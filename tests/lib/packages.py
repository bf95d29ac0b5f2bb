"""Debian packages that only tests need."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from core.files import locked

PATIENT = ("-o", "DPkg::Lock::Timeout=300")


def install(package: str) -> None:
    """Install a package of the distribution; as root, or with sudo. One at a time: tests that run
    side by side want the same ones, and apt does not wait for its lists."""
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    install_it = ["apt-get", *PATIENT, "install", "--yes", "--no-install-recommends", package]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with locked(Path(tempfile.gettempdir()) / f"kumiai-tests-{os.geteuid()}-apt.lock"):
        for command in (["apt-get", "update"], install_it):
            subprocess.run([*as_root, *command], check=True, stdout=subprocess.DEVNULL, env=quiet)
