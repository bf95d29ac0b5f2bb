"""`kumiai verify`: asks OpenStack whether the cloud is what the YAML says. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.alive import alive
from cli.files import checked_definitions, need_members, need_site
from cli.given import given
from cli.options import AsJson, AtSite, Execute, Members, Reason
from cli.packets import try_packets
from cli.plan import planning, shown_or_done
from cli.session import Session
from core.errors import Exit, UserError
from core.message import say

if TYPE_CHECKING:
    from infra.verify.difference import Difference
    from infra.verify.whole import Verified


def add_to(app: typer.Typer) -> None:
    app.command()(verify)


def verify(
    context: typer.Context,
    members: Members = None,
    site: AtSite = None,
    json: AsJson = False,
    remedy: Annotated[
        bool,
        typer.Option("--remedy", help="Plan what mends what `kumiai up --refresh` does not."),
    ] = False,
    delete: Annotated[
        list[str] | None,
        typer.Option(
            "--delete",
            metavar="KIND/ID",
            help="With --remedy: take away this one too, which no file names.",
        ),
    ] = None,
    packets: Annotated[
        bool,
        typer.Option("--packets", help="Send packets over the access lines: who arrives where."),
    ] = False,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Compare OpenStack itself, not Pulumi's state, with the YAML. Exit code 12 if they differ.

    Each difference is told with its way out.

    $ kumiai verify
    $ kumiai verify usuki --site primary
    $ kumiai verify usuki --remedy --execute --reason "somebody stopped a server"
    $ kumiai verify usuki --packets
    """
    session: Session = context.obj
    if packets:
        if remedy or delete or execute:
            raise UserError(say("--packets goes with no act: it only looks"), Exit.USAGE)
        try_packets(session, members or [], site, json=json)
        return
    if remedy:
        _remedy(session, members or [], site, delete or [], reason, execute=execute)
        return
    if delete or execute:
        raise UserError(say("--delete and --execute go with --remedy only"), Exit.USAGE)
    definitions = checked_definitions(session)
    from infra.verify.whole import record_verified, verify_sites
    from recovery.declaration import fences

    need_members(definitions, members or [])
    need_site(definitions, site)
    sites = [site] if site else list(definitions.sites)
    asking = say("asking OpenStack at {sites}", sites=tuple(sites))
    with alive(session, lambda: asking):
        fenced = fences(session.home.definitions)
        results = verify_sites(session.home, definitions, sites, members or [], fenced)
    if json:
        session.print_json([_as_json(session, result) for result in results])
    else:
        _print(session, results)
    # What was found is told also where nothing can be written.
    record_verified(session.home, definitions, results, members or [], session.now())
    if any(result.failure is not None for result in results):
        raise SystemExit(int(Exit.OTHER_SYSTEM_FAILED))
    if any(result.differences for result in results):
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _remedy(
    session: Session,
    members: list[str],
    site: str | None,
    delete: list[str],
    reason: str,
    *,
    execute: bool,
) -> None:
    from runbooks.actions import remedies

    here = given(session)
    need_members(here.definitions, members)
    need_site(here.definitions, site)
    with planning(session):
        plan = remedies.remedy(here, members, site, delete)
    shown_or_done(session, plan, reason, execute=execute)


def _print(session: Session, results: list[Verified]) -> None:
    for result in results:
        for difference in result.differences:
            session.out.print(_line(session, difference), markup=False)
        if result.failure is not None:
            session.complain(result.failure)
        elif not result.differences:
            session.say(
                say(
                    "{site}: as the YAML says, {members} municipalities, {objects} objects",
                    site=result.site,
                    members=result.members,
                    objects=result.objects,
                )
            )
        else:
            session.say(
                say(
                    "{site}: {count} differences, each with its way out; a command shows its plan "
                    'first, and acts with --execute --reason "…"',
                    site=result.site,
                    count=len(result.differences),
                )
            )


def _line(session: Session, difference: Difference) -> str:
    kind = difference.kind.text(session.translate)
    said = difference.message.text(session.translate)
    way_out = difference.way_out.text(session.translate)
    return f"{difference.subject}: {kind} {difference.name}: {said}\n  → {way_out}"


def _as_json(session: Session, result: Verified) -> dict[str, object]:
    return {
        "site": result.site,
        "members": result.members,
        "objects": result.objects,
        "failure": result.failure.text(session.translate) if result.failure else None,
        "differences": [
            {
                "subject": difference.subject,
                "kind": str(difference.kind),
                "name": difference.name,
                "message": difference.message.text(session.translate),
                "way_out": difference.way_out.text(session.translate),
                "command": difference.command,
            }
            for difference in result.differences
        ],
    }
