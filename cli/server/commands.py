"""`kumiai server …`: moves a server, resizes it, empties a host; the licences are asked first.

Adapter.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.alive import alive
from cli.given import given
from cli.options import AsJson, AtSite, Execute, Members, OverrideLicence, Reason, Server
from cli.plan import planning, shown_or_done
from cli.session import Session
from cli.tree import Commands
from core.eras import moment_in_figures
from core.errors import Exit
from core.message import say

if TYPE_CHECKING:
    from runbooks.actions.whereabouts import Whereabouts

server = Commands("Servers moved and resized through Nova, once the licences have been asked.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(server, name="server")


@server.command("list")
def list_servers(
    context: typer.Context, members: Members = None, site: AtSite = None, json: AsJson = False
) -> None:
    """Where each server runs, since when, and with which licences; OpenStack is asked.

    $ kumiai server list
    $ kumiai server list hita --site primary
    """
    from runbooks.actions.whereabouts import looked_at

    session: Session = context.obj
    here = given(session)
    for member in members or []:
        here.definitions.need_member(member)
    sites = [site] if site else list(here.definitions.sites)
    with alive(session, lambda: say("asking OpenStack at {sites}", sites=tuple(sites))):
        seen = [looked_at(here, one) for one in sites]
    found = [one for part in seen for one in part.servers if not members or one.member in members]
    failures = {str(part.failure): part.failure for part in seen if part.failure is not None}
    if json:
        session.print_json([asdict(one) for one in found])
    elif found or not failures:
        _print(session, found)
    session.complain(*(note for part in seen for note in part.notes), *failures.values())
    if failures:
        raise SystemExit(int(Exit.OTHER_SYSTEM_FAILED))


def _print(session: Session, found: list[Whereabouts]) -> None:
    if not found:
        session.say(say("no server runs"))
        return
    session.table(
        [
            say("server"),
            say("site"),
            say("host"),
            say("since"),
            say("vCPU"),
            say("state in Nova"),
            say("licences"),
        ],
        [
            (
                one.server,
                one.site,
                one.host,
                moment_in_figures(one.since) if one.since is not None else "–",
                one.vcpus,
                one.status,
                tuple(one.licences) or "–",
            )
            for one in found
        ],
    )


@server.command()
def migrate(
    context: typer.Context,
    name: Server,
    host: Annotated[
        str, typer.Argument(help="The compute host where it goes.", autocompletion=completion.hosts)
    ],
    cold: Annotated[
        bool, typer.Option("--cold", help="Stop it for the move; else it keeps running.")
    ] = False,
    site: AtSite = None,
    execute: Execute = False,
    reason: Reason = "",
    override_licence: OverrideLicence = "",
) -> None:
    """Move a server to another host of its site.

    $ kumiai server migrate hita-core-db-1 pri-03
    $ kumiai server migrate hita-core-db-1 pri-03 --execute --reason "pri-02 gets new memory"
    """
    from runbooks.actions import servers

    session: Session = context.obj
    with planning(session):
        plan = servers.migrate(
            given(session), name, host, live=not cold, site=site, override=override_licence
        )
    shown_or_done(session, plan, reason, execute=execute)


@server.command()
def resize(
    context: typer.Context,
    name: Server,
    flavor: Annotated[
        str,
        typer.Argument(
            help="The flavor's name, as in the site's file.", autocompletion=completion.flavors
        ),
    ],
    site: AtSite = None,
    execute: Execute = False,
    reason: Reason = "",
    override_licence: OverrideLicence = "",
) -> None:
    """Give a server another size, until `kumiai up --refresh` makes it what the files say.

    $ kumiai server resize hita-core-db-1 large
    """
    from runbooks.actions import servers

    session: Session = context.obj
    with planning(session):
        plan = servers.resize(given(session), name, flavor, site=site, override=override_licence)
    shown_or_done(session, plan, reason, execute=execute)


@server.command("evacuate-host")
def evacuate_host(
    context: typer.Context,
    host: Annotated[
        str,
        typer.Argument(
            help="The compute host that is to be empty.", autocompletion=completion.hosts
        ),
    ],
    execute: Execute = False,
    reason: Reason = "",
    override_licence: OverrideLicence = "",
) -> None:
    """Bring every server off a host: live where it runs, anew from its volumes where it is dead.

    Each goes where its licences cost least. Stopped half-way, the same command goes on.

    $ kumiai server evacuate-host pri-02
    $ kumiai server evacuate-host pri-02 --execute --reason "pri-02 is dead"
    """
    from runbooks.actions import servers

    session: Session = context.obj
    with planning(session):
        plan = servers.evacuate_host(given(session), host, override=override_licence)
    shown_or_done(session, plan, reason, execute=execute)
