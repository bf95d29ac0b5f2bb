"""`kumiai access …`: persons log in to servers, each under their own name. Adapter."""

from __future__ import annotations

import typer

from cli.access.asking import approve, request
from cli.access.authority import authority
from cli.access.finding import list_access, report, sessions, who
from cli.access.locking import hand_over, lock, service, unlock
from cli.access.login import login
from cli.access.store import store
from cli.tree import Commands

access = Commands("Persons log in to servers under their own name, and what they do is kept.")
access.command()(login)
access.command()(request)
access.command()(approve)
access.command("list")(list_access)
access.command()(lock)
access.command()(unlock)
access.command("hand-over")(hand_over)
access.command()(service)
access.command()(who)
access.command()(sessions)
access.command()(report)
access.command()(store)
access.add_typer(authority, name="authority")


def add_to(app: typer.Typer) -> None:
    app.add_typer(access, name="access")
