"""`kumiai backup …`: copies are taken, held at the other site, restored for trial. Adapter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import need_members
from cli.given import given
from cli.options import AsJson, Execute, Members, Reason
from cli.plan import planning, shown_or_done
from cli.session import Session
from cli.tree import Commands
from core.errors import Exit
from core.message import Message, say

if TYPE_CHECKING:
    from recovery.coverage import Covered
    from runbooks.actions.given import Given
    from runbooks.actions.protected import Protected

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
        plan = backups.run(here, members or [])
    shown_or_done(session, plan, reason, execute=execute, at_once=_at_once(here))


@backup.command()
def resume(context: typer.Context, execute: Execute = False, reason: Reason = "") -> None:
    """Let servers run again that a killed backup left paused: what its watchdog does, unless it was
    killed too, and the next `backup run`, which may be hours away.

    $ kumiai backup resume --execute --reason "the machine was switched off"
    """
    from runbooks.actions import backups

    session: Session = context.obj
    here = given(session)
    shown_or_done(session, backups.resume(here), reason, execute=execute, at_once=_at_once(here))


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

    It asks the vault and nothing else; docs/how-to/data-out.md does it without kumiai.

    $ kumiai backup extract usuki --to /mnt/usuki
    """
    from runbooks.actions import vaults

    session: Session = context.obj
    here = _given(session, [member])
    with planning(session):
        plan = vaults.extract(here, member, to)
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
        session.say(say("signed by {persons}", persons=", ".join(persons)))
        return
    with planning(session):
        plan = retention.expire(here, members or [])
    shown_or_done(session, plan, reason, execute=execute, at_once=_at_once(here))


@backup.command()
def status(
    context: typer.Context,
    members: Members = None,
    json: AsJson = False,
    metrics: Annotated[
        bool, typer.Option("--metrics", help="Print it for Prometheus; exit code 0 whatever it is.")
    ] = False,
) -> None:
    """What is declared, copied and proven, by what the vaults hold. Exit code 12 if it is not all.

    $ kumiai backup status
    $ kumiai backup status usuki --json
    $ kumiai backup status --metrics > /var/lib/prometheus/node-exporter/kumiai-backup.prom
    """
    from recovery.metrics import exposition
    from runbooks.actions import vaults

    session: Session = context.obj
    here = _given(session, members)
    with planning(session):
        found = list(vaults.status(here, members or []))
    if metrics:
        typer.echo(exposition(how for _, how in found), nl=False)
        return
    if json:
        session.print_json([_as_json(session, one, how) for one, how in found])
    else:
        _print(session, found, here.now)
    if any(how.red for _, how in found):
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _given(session: Session, members: list[str] | None) -> Given:
    here = given(session)
    need_members(here.definitions, members or [])
    return here


def _at_once(here: Given) -> int:
    return here.definitions.recovery.value.rates.at_once


def _print(session: Session, found: list[tuple[Protected, Covered]], now: datetime) -> None:
    from recovery.unprotected import by_municipality

    session.table(
        [
            say("municipality"),
            say("system"),
            say("tier"),
            say("newest copy"),
            say("newest proven copy"),
            say("newest proof"),
            say("volumes"),
            say("copied"),
            say("proven"),
            say("state"),
        ],
        [
            (
                one.group.member,
                one.group.system,
                str(one.priority),
                _age(how.copied_at, now),
                _age(how.proven_copy_at, now),
                _age(how.proven_at, now),
                len(how.declared.volumes),
                len(how.protected),
                len(how.proven),
                _state(how.red),
            )
            for one, how in found
        ],
    )
    red = [how for _, how in found if how.red]
    for member, lost in by_municipality((one.group, how) for one, how in found).items():
        session.say(
            say(
                "{member}: {count} could not be brought back: {servers}",
                member=member,
                count=len(lost),
                servers=", ".join(lost),
            )
        )
    if red:
        session.say(say("not protected: {count} of {all}", count=len(red), all=len(found)))
    else:
        session.say(say("all of it is copied and proven"))


def _state(red: Iterable[Message]) -> Message:
    reasons = tuple(red)
    return say("red: {reasons}", reasons=reasons) if reasons else say("well")


def _age(at: datetime | None, now: datetime) -> Message | str:
    if at is None:
        return "–"
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 120:
        return say("{count} min", count=minutes)
    if minutes < 72 * 60:
        return say("{count} h", count=minutes // 60)
    return say("{count} days", count=minutes // (24 * 60))


def _as_json(session: Session, one: Protected, how: Covered) -> dict[str, object]:
    return {
        "member": one.group.member,
        "site": one.group.site,
        "held_at": one.held_at,
        "system": one.group.system,
        "tier": str(one.priority),
        "volumes": sorted(how.declared.volumes),
        "copied": sorted(how.protected),
        "proven": sorted(how.proven),
        "copied_at": how.copied_at,
        "proven_copy_at": how.proven_copy_at,
        "proven_at": how.proven_at,
        "red": [why.text(session.translate) for why in how.red],
    }
