"""The units with which systemd runs the exporter, and makes the rules anew each day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.unit_files import timer
from monitoring.rules.pair import RULES_FILE

TIMER = "kumiai-rules.timer"

MADE = "/var/lib/kumiai"
"""Where rules are made by whoever may write nowhere else."""
OWNED = "whose each alert is, as of today"


def units(
    command: Path,
    home: Path,
    user: str,
    site: str,
    listen: str,
    folder: Path,
    expected: Iterable[str] = (),
) -> dict[str, str]:
    """The files' texts by their names. `folder` is where Prometheus reads its rules; `expected` are
    the units whose silence is told."""
    made, read = f"{MADE}/{RULES_FILE}", folder / RULES_FILE
    words = "".join(f" --expects {name}" for name in expected)
    environment = f"User={user}\nEnvironment=KUMIAI_HOME={home}\n"
    return {
        "kumiai-exporter.service": f"""[Unit]
Description=kumiai: what Prometheus reads of {site}
Wants=network-online.target
After=network-online.target

[Service]
{environment}ExecStart={command} alert exporter --site {site} --listen {listen} --reach{words}
Restart=always
RestartSec=5
NoNewPrivileges=yes
ProtectSystem=strict
ReadOnlyPaths={home}
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
""",
        "kumiai-rules.service": f"""[Unit]
Description=kumiai: {OWNED}

[Service]
Type=oneshot
{environment}StateDirectory=kumiai
ExecStart={command} alert rules --out {made}
# As root: the folder is Prometheus' own.
ExecStartPost=+/bin/sh -c 'cp {made} {read}.new && mv {read}.new {read}'
ExecStartPost=+/bin/systemctl reload prometheus
NoNewPrivileges=yes
ProtectSystem=strict
PrivateTmp=yes
""",
        TIMER: timer(OWNED, "OnCalendar=*-*-* 00:05 Asia/Tokyo"),
    }
