"""Units for systemd are written, and how to begin with them is said. Adapter: files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from cli.session import Session
from core.files import write_whole
from core.login import login_name
from core.message import say

SYSTEMD = Path("/etc/systemd/system")
"""Where systemd looks for what an administrator puts there (systemd.unit(5))."""

ToFolder = Annotated[Path, typer.Option("--to", help="The folder; systemd's own by default.")]


def runs_as(home: Path) -> str:
    """Whose kumiai's folder is, though root writes the units: with what root did in that folder
    nobody else could go on."""
    try:
        return home.owner()
    except (KeyError, OSError):
        return login_name()


def write_units(session: Session, to: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        write_whole(to / name, text)
    timers = [name for name in texts if name.endswith(".timer")]
    session.say(say("written to {file}", file=to))
    session.say(say("begin with `systemctl enable --now {timers}`", timers=" ".join(timers)))
