"""`kumiai backup …`: copies are taken, held at the other site, restored for trial. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.backup.status import status
from cli.files import need_members
from cli.given import given
from cli.licence.moments import instant_of
from cli.options import CopiesUntil, Execute, Member, Members, Reason
from cli.plan import planning, shown_or_done
from cli.session import Session
from cli.systemd import SYSTEMD, ToFolder, begun_here, units_shown_or_written
from cli.tree import Commands
from core.message import say

if TYPE_CHECKING:
    from runbooks.actions.given import Given

backup = Commands("Copies of every system: taken, held at the other site, restored for trial.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(backup, name="backup")


@backup.command("set-up")
def set_up(context: typer.Context, execute: Execute = False, reason: Reason = "") -> None:
    """Make what copies need: a reader at each source, a vault at the other site, a key of each.

    It may be done again at any time, as when a municipality joins.

    $ kumiai backup set-up
    """
    from runbooks.actions import backups

    session: Session = context.obj
    plan = backups.set_up(given(session))
    shown_or_done(session, plan, reason, execute=execute)


@backup.command()
def run(
    context: typer.Context,
    members: Members = None,
    due: Annotated[
        bool, typer.Option("--due", help="Only where the tier's interval has passed.")
    ] = False,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Copy every system as it is at one moment, for which its servers stand still some seconds.

    Stopped half-way, the same command goes on; what was paused runs again by itself.

    $ kumiai backup run
    $ kumiai backup run usuki --execute --reason "before the new release"
    """
    from runbooks.actions import backups

    session: Session = context.obj
    here = _given(session, members)
    with planning(session):
        plan = backups.run(here, members or [], due=due)
    shown_or_done(session, plan, reason, execute=execute, at_once=_at_once(here))


@backup.command()
def resume(context: typer.Context, execute: Execute = False, reason: Reason = "") -> None:
    """Let servers run again that a killed backup left paused: what its watchdog does, unless it was
    killed too, and the next `backup run`, which may be hours away.

    $ kumiai backup resume --execute --reason "the machine was switched off"
    """
    from runbooks.actions import unpausing

    session: Session = context.obj
    here = given(session)
    shown_or_done(session, unpausing.resume(here), reason, execute=execute, at_once=_at_once(here))


@backup.command()
def pull(
    context: typer.Context,
    members: Members = None,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Bring what was copied into the vault of the other site, which comes and reads it.

    $ kumiai backup pull
    """
    from runbooks.actions import vaults

    session: Session = context.obj
    here = _given(session, members)
    with planning(session):
        plan = vaults.pull(here, members or [])
    shown_or_done(session, plan, reason, execute=execute, at_once=_at_once(here))


@backup.command()
def prove(
    context: typer.Context,
    members: Members = None,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Restore the newest copies at the other site for trial, and compare them with their source.

    Without a name, wherever the last proof is older than half of what the tier allows.

    $ kumiai backup prove
    $ kumiai backup prove usuki --execute --reason "the monthly drill"
    """
    from runbooks.actions import vaults

    session: Session = context.obj
    here = _given(session, members)
    with planning(session):
        plan = vaults.prove(here, members or [])
    shown_or_done(session, plan, reason, execute=execute, at_once=_at_once(here))


@backup.command()
def extract(
    context: typer.Context,
    member: Annotated[str, typer.Argument(help="The municipality.")],
    to: Annotated[Path, typer.Option("--to", help="The folder; it is made.")] = Path("extracted"),
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Write the newest proven copies to files: an image of each volume, and what containers held.

    It asks the vault and nothing else; docs/how-to/data-out.md does it without kumiai. Exit code
    12 where a system has no proven copy: nothing of it is written.

    $ kumiai backup extract usuki --to /mnt/usuki
    $ kumiai backup extract usuki --to /mnt/usuki --execute --reason "the contract has ended"
    """
    from runbooks.actions import vaults

    session: Session = context.obj
    here = _given(session, [member])
    with planning(session):
        plan = vaults.extract(here, member, to)
    shown_or_done(session, plan, reason, execute=execute)


@backup.command()
def restore(
    context: typer.Context,
    member: Member,
    volume: Annotated[str, typer.Argument(help="The volume's name.")],
    before: CopiesUntil = "",
    clear: Annotated[
        bool, typer.Option("--clear", help="Take away what was restored beside it.")
    ] = False,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Restore a volume beside the one that stands, under a name of its own, and compare it.

    Nothing that stands is touched: attach it, take out what was lost, detach it, clear it away.

    $ kumiai backup restore aya aya-livelihood-app-1-data --before 2026-10-16T09:30
    $ kumiai backup restore aya aya-livelihood-app-1-data --clear
    """
    from runbooks.actions import beside

    session: Session = context.obj
    here = _given(session, [member])
    with planning(session):
        plan = (
            beside.clear(here, member, volume)
            if clear
            else beside.restore(here, member, volume, instant_of(before) if before else None)
        )
    shown_or_done(session, plan, reason, execute=execute)


@backup.command()
def expire(
    context: typer.Context,
    members: Members = None,
    sign: Annotated[
        bool, typer.Option("--sign", help="Sign that all of it may go, and do nothing else.")
    ] = False,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Let copies go whose time is over: never the newest proven one, nor what it builds on.

    If much of a system would go at once, two persons sign it first.

    $ kumiai backup expire
    $ kumiai backup expire --sign
    """
    from runbooks.actions import retention

    session: Session = context.obj
    here = _given(session, members)
    if sign:
        persons = retention.sign(here, members or [])
        session.say(say("signed by {persons}", persons=tuple(persons)))
        return
    with planning(session):
        plan = retention.expire(here, members or [])
    shown_or_done(session, plan, reason, execute=execute, at_once=_at_once(here))


def _given(session: Session, members: list[str] | None) -> Given:
    here = given(session)
    need_members(here.definitions, members or [])
    return here


def _at_once(here: Given) -> int:
    return here.definitions.recovery.value.rates.at_once


@backup.command()
def service(
    context: typer.Context, to: ToFolder = SYSTEMD, execute: Execute = False, reason: Reason = ""
) -> None:
    """Write the units with which systemd does all of this at its time, on a machine like this one.

    A machine that is only the source, or only the vault's, enables the timers of its half.

    $ kumiai backup service
    $ kumiai backup service --execute --reason "this machine takes the copies"
    """
    from recovery.units import units

    session: Session = context.obj
    found = units(*begun_here(session))
    units_shown_or_written(session, to, found, reason, execute=execute)


backup.command()(status)
