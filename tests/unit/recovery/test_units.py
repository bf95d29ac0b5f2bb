"""Units that systemd itself finds right."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from recovery.units import WORKS, units


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="a machine without systemd")
def test_systemd_finds_every_unit_right(tmp_path: Path) -> None:
    found = units(Path("/bin/true"), tmp_path, "root")
    for name, text in found.items():
        (tmp_path / name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in found)],
        capture_output=True,
        text=True,
        check=False,
    )
    own = [line for line in done.stderr.splitlines() if "kumiai" in line]
    assert (done.returncode, own) == (0, [])


def test_each_service_has_a_timer_and_none_takes_its_watchdog_along() -> None:
    found = units(Path("/opt/kumiai"), Path("/srv/kumiai"), "kumiai")
    assert sorted(found) == sorted(
        f"kumiai-backup-{name}.{kind}"
        for name in (*WORKS, "status")
        for kind in ("service", "timer")
    )
    run = found["kumiai-backup-run.service"]
    assert 'ExecStart=/opt/kumiai backup run --due --execute --reason "at its time"\n' in run
    assert "\nKillMode=process\n" in run
    assert "\nEnvironment=KUMIAI_HOME=/srv/kumiai\n" in run
