"""`kumiai backup status`: declared, copied and proven, as table, page or figures. Adapter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import need_members
from cli.given import given
from cli.options import AsJson, AsPage, Members, PageLanguage
from cli.plan import planning
from cli.session import Session
from core.errors import Exit
from core.files import write_whole
from core.language import Language
from core.message import Message, say

if TYPE_CHECKING:
    from recovery.coverage import Covered
    from runbooks.actions.protected import Protected

# What `--html` was called until 2026-11; whoever has it in a script is still served.
OldNameOfHtml = Annotated[Path | None, typer.Option("--page", hidden=True)]


def status(
    context: typer.Context,
    members: Members = None,
    json: AsJson = False,
    metrics: Annotated[
        bool, typer.Option("--metrics", help="Print it for Prometheus; exit code 0 whatever it is.")
    ] = False,
    html: AsPage = None,
    page: OldNameOfHtml = None,
    page_language: PageLanguage = Language.JA,
) -> None:
    """What is declared, copied and proven, by what the vaults hold. Exit code 12 if it is not all.

    $ kumiai backup status
    $ kumiai backup status usuki --json
    $ kumiai backup status --html copies.html
    $ kumiai backup status --metrics > /var/lib/prometheus/node-exporter/kumiai-backup.prom
    """
    from recovery.metrics import exposition
    from runbooks.actions import vaults

    session: Session = context.obj
    here = given(session)
    need_members(here.definitions, members or [])
    with planning(session):
        found = list(vaults.status(here, members or []))
    if metrics:
        typer.echo(exposition((one.group.site, how) for one, how in found), nl=False)
        return
    names = {slug: read.value.name.ja for slug, read in here.definitions.members.items()}
    if html := html or page:
        from board.backup_page import backup_page

        rows = [(names[one.group.member], one.group.system, how) for one, how in found]
        write_whole(html, backup_page(rows, page_language, here.now))
        session.say(say("{file} is written", file=html))
    elif json:
        session.print_json([_as_json(session, one, how) for one, how in found])
    else:
        _print(session, names, found, here.now)
    if any(how.red for _, how in found):
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _print(
    session: Session,
    names: Mapping[str, str],
    found: list[tuple[Protected, Covered]],
    now: datetime,
) -> None:
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
                names[one.group.member],
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
                member=names[member],
                count=len(lost),
                servers=tuple(lost),
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
