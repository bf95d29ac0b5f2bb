"""Units that systemd itself finds right."""

from __future__ import annotations

from pathlib import Path

from recovery.units import MEASURED, WORKS, units
from tests.lib.systemd import assert_right, needs_systemd


@needs_systemd
def test_systemd_finds_every_unit_right(tmp_path: Path) -> None:
    found = units(Path("/bin/true"), tmp_path, "root")
    assert_right(found, tmp_path)


def test_each_service_has_a_timer_and_none_takes_its_watchdog_along() -> None:
    found = units(Path("/opt/kumiai"), Path("/srv/kumiai"), "kumiai")
    assert sorted(found) == sorted(
        f"kumiai-{name}.{kind}"
        for name in (*(f"backup-{work}" for work in WORKS), *MEASURED)
        for kind in ("service", "timer")
    )
    assert (
        "ExecStart=/bin/sh -c '/opt/kumiai failover plan --metrics > "
        "/var/lib/kumiai/failover.prom.new && mv /var/lib/kumiai/failover.prom.new "
        "/var/lib/kumiai/failover.prom'\n"
    ) in found["kumiai-failover-plan.service"]
    assert (
        "\nExecStartPost=-+/bin/ln -sf /var/lib/kumiai/failover.prom "
        "/var/lib/prometheus/node-exporter/kumiai-failover.prom\n"
    ) in found["kumiai-failover-plan.service"]
    run = found["kumiai-backup-run.service"]
    assert 'ExecStart=/opt/kumiai backup run --due --execute --reason "at its time"\n' in run
    assert "\nKillMode=process\n" in run
    assert "\nEnvironment=KUMIAI_HOME=/srv/kumiai\n" in run
