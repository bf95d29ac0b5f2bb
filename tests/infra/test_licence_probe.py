"""The probe that servers keep finds packages and running programs, by the catalogue's names."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from core.home import REPOSITORY

PROBE = REPOSITORY / "roles/licence_probe/files/probe"


def test_it_finds_what_is_installed_and_what_runs_and_nothing_else(tmp_path: Path) -> None:
    """One program runs without a package; a product that shows nowhere is not named."""
    lists = tmp_path / "dpkg-query"
    lists.write_text("#!/bin/sh\necho package oracle-database-ee-19c\necho package chrony\n")
    lists.chmod(0o755)
    program = shutil.copy("/bin/sleep", tmp_path / "ora_pmon_tried")
    running = subprocess.Popen([program, "60"])
    try:
        said = subprocess.run(
            ["sh", str(PROBE)],
            input="database oracle-database*\ndatabase ora_pmon_*\nserver weblogic_tried*\n",
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
    finally:
        running.kill()
        running.wait()
    assert said.splitlines() == [
        "database: package oracle-database-ee-19c",
        "database: program ora_pmon_tried",
    ]
