"""Files that the machine's own programs are begun with: shown, and written once that is wanted.

Adapter.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from cli.plan import shown_or_done
from cli.session import Session
from core.login import login_name
from core.message import say

SYSTEMD = Path("/etc/systemd/system")
"""Where systemd looks for what an administrator puts there (systemd.unit(5))."""

ToFolder = Annotated[Path, typer.Option("--to", help="The folder; systemd's own by default.")]


def begun_here(session: Session) -> tuple[Path, Path, str]:
    """What units begin: this command, for this home, as the user whose home it is."""
    home = session.home.root
    try:
        owner = home.owner()
    except (KeyError, OSError):
        owner = login_name()
    return Path(sys.argv[0]).resolve(), home, owner


def units_shown_or_written(
    session: Session, to: Path, texts: Mapping[str, str], reason: str, *, execute: bool
) -> None:
    """Units, and how to begin with those that have a timer."""
    shown_or_written(
        session, {to / name: text for name, text in texts.items()}, reason, execute=execute
    )
    if execute:
        timers = [name for name in texts if name.endswith(".timer")]
        session.say(say("begin with `systemctl enable --now {timers}`", timers=" ".join(timers)))


def shown_or_written(
    session: Session, files: Mapping[Path, str], reason: str, *, execute: bool
) -> None:
    """They stand outside the checkout, so they are written by an act, as all else out there is."""
    from runbooks.actions.unit_files import written

    shown_or_done(session, written(files), reason, execute=execute)
