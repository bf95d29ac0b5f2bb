"""systemd units as text: what is done once, and when it is asked for. Pure."""

from __future__ import annotations

from pathlib import Path


def oneshot(what: str, act: str, home: Path, user: str, more: str = "") -> str:
    """A service that does `act` and ends; `more` are lines of its own."""
    return f"""[Unit]
Description=kumiai: {what}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={user}
Environment=KUMIAI_HOME={home}
ExecStart={act}
StateDirectory=kumiai
{more}NoNewPrivileges=yes
ProtectSystem=full
"""


def timer(what: str, when: str) -> str:
    """`when` is a line such as `OnCalendar=…` or `OnUnitInactiveSec=…`."""
    return f"""[Unit]
Description=kumiai: {what}

[Timer]
OnBootSec=1min
{when}
Persistent=yes

[Install]
WantedBy=timers.target
"""
