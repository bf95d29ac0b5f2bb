"""Debian packages that only tests need."""

from __future__ import annotations

import os
import subprocess


def install(package: str) -> None:
    """Install a package of the distribution; as root, or with sudo."""
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    install_it = ["apt-get", "install", "--yes", "--no-install-recommends", package]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], install_it):
        subprocess.run([*as_root, *command], check=True, stdout=subprocess.DEVNULL, env=quiet)
