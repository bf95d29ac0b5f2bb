"""Units that systemd itself finds right."""

from __future__ import annotations

from pathlib import Path

from monitoring.exporter.units import units
from tests.lib.systemd import assert_right, needs_systemd


@needs_systemd
def test_systemd_finds_every_unit_right(tmp_path: Path) -> None:
    found = units(Path("/bin/true"), tmp_path, "root", "primary", "127.0.0.1:9189", tmp_path)
    assert_right(found, tmp_path)


def test_the_exporter_looks_at_its_site_and_rules_are_made_where_prometheus_reads_them() -> None:
    folder = Path("/etc/prometheus")
    at = "192.0.2.6:9189"
    expected = ["kumiai-rules.timer"]
    found = units(
        Path("/opt/kumiai"), Path("/srv/kumiai"), "kumiai", "primary", at, folder, expected
    )
    assert sorted(found) == [
        "kumiai-exporter.service",
        "kumiai-rules.service",
        "kumiai-rules.timer",
    ]
    exporter, rules = found["kumiai-exporter.service"], found["kumiai-rules.service"]
    assert (
        f"\nExecStart=/opt/kumiai alert exporter --site primary --listen {at} --reach "
        "--expects kumiai-rules.timer\n"
    ) in exporter
    assert "\nExecStart=/opt/kumiai alert rules --out /var/lib/kumiai/rules.yml\n" in rules
    assert (
        "\nExecStartPost=+/bin/sh -c 'cp /var/lib/kumiai/rules.yml /etc/prometheus/rules.yml.new "
        "&& mv /etc/prometheus/rules.yml.new /etc/prometheus/rules.yml'\n"
    ) in rules


def test_whatever_may_write_nowhere_has_a_folder_for_what_it_tries_first() -> None:
    """`ProtectSystem=strict` leaves not even /tmp, where rules lie while promtool reads them."""
    found = units(Path("/opt/kumiai"), Path("/srv/kumiai"), "kumiai", "primary", "", Path("/etc"))
    strict = [text for text in found.values() if "\nProtectSystem=strict\n" in text]
    assert len(strict) == 2
    assert all("\nPrivateTmp=yes\n" in text for text in strict)
