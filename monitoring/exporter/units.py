"""The units with which systemd runs the exporter, and makes the rules anew each day. Pure."""

from __future__ import annotations

from pathlib import Path

from monitoring.rules.pair import RULES_FILE


def units(
    command: Path, home: Path, user: str, site: str, listen: str, folder: Path
) -> dict[str, str]:
    """The files' texts by their names. `folder` is where Prometheus reads its rules."""
    environment = f"User={user}\nEnvironment=KUMIAI_HOME={home}\n"
    rules = folder / RULES_FILE
    return {
        "kumiai-exporter.service": f"""[Unit]
Description=kumiai: what Prometheus reads of {site}
Wants=network-online.target
After=network-online.target

[Service]
{environment}ExecStart={command} alert exporter --site {site} --listen {listen} --reach
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
Description=kumiai: whose each alert is, as of today

[Service]
Type=oneshot
{environment}ExecStart={command} alert rules --out {rules}
ExecStartPost=+/bin/systemctl reload prometheus
ReadWritePaths={folder}
NoNewPrivileges=yes
ProtectSystem=strict
PrivateTmp=yes
""",
        "kumiai-rules.timer": """[Unit]
Description=kumiai: whose each alert is, as of today

[Timer]
OnCalendar=*-*-* 00:05 Asia/Tokyo
Persistent=yes

[Install]
WantedBy=timers.target
""",
    }
