"""`kumiai demo`: the main job from start to end, by the very commands that an operator types.

Adapter.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import typer

from cli.files import checked_definitions
from cli.session import Session
from core.message import say

REASON = "make demo"
PAGE = "consortium.html"


def add_to(app: typer.Typer) -> None:
    app.command()(demo)


def demo(context: typer.Context) -> None:
    """Start the lab, onboard all municipalities at both sites, verify them, show the whole.

    $ kumiai demo
    """
    session: Session = context.obj
    checked_definitions(session)
    _run(session, "lab", "up")
    _run(session, "check")
    _run(session, "up", "--execute", "--reason", REASON)
    _run(session, "verify")
    _run(session, "picture", "--html", str(session.home.root / PAGE))
    _run(session, "picture")


def _run(session: Session, *words: str) -> None:
    """One command in a process of its own, shown as it would be typed; its failure ends us too."""
    session.say(say("$ kumiai {words}", words=" ".join(words)))
    program = Path(sys.executable).parent / "kumiai"
    language = ["--lang", str(session.language)]
    done = subprocess.run([program, *language, *words], check=False)
    if done.returncode != 0:
        raise SystemExit(done.returncode)
