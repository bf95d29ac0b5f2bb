"""Units that systemd itself finds right."""

from __future__ import annotations

from pathlib import Path

from monitoring.access.units import TIMER, units
from tests.lib.systemd import assert_right, needs_systemd


@needs_systemd
def test_systemd_finds_every_unit_right(tmp_path: Path) -> None:
    assert_right(units(Path("/bin/true"), tmp_path, "root"), tmp_path)


def test_a_server_that_was_silent_is_asked_for_each_minute() -> None:
    found = units(Path("/opt/kumiai"), Path("/srv/kumiai"), "kumiai")
    assert sorted(found) == ["kumiai-access-hand-over.service", TIMER]
    act = 'ExecStart=/opt/kumiai access hand-over --execute --reason "it answers again"\n'
    assert act in found["kumiai-access-hand-over.service"]
    assert "\nOnUnitInactiveSec=1min\n" in found[TIMER]
