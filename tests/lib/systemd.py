"""Units as systemd itself reads them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="a machine without systemd"
)


def assert_right(units: Mapping[str, str], folder: Path) -> None:
    """The texts of units by their names: systemd finds nothing to say about any."""
    for name, text in units.items():
        (folder / name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(folder / name) for name in units)],
        capture_output=True,
        text=True,
        check=False,
    )
    own = [line for line in done.stderr.splitlines() if "kumiai" in line]
    assert (done.returncode, own) == (0, [])
