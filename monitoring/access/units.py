"""The units with which systemd has servers told who is locked, once they answer again. Pure."""

from __future__ import annotations

from pathlib import Path

from core.unit_files import oneshot, timer

TIMER = "kumiai-access-hand-over.timer"
"""For the machine where persons are locked: it alone knows which server has not heard of it."""

TOLD = "servers that were silent are told who is locked"


def units(command: Path, home: Path, user: str) -> dict[str, str]:
    """The files' texts by their names."""
    act = f'{command} access hand-over --execute --reason "it answers again"'
    return {
        TIMER.replace(".timer", ".service"): oneshot(TOLD, act, home, user),
        TIMER: timer(TOLD, "OnUnitInactiveSec=1min"),
    }
