"""`kumiai lab …`: two real OpenStack sites on this machine. Adapter."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.alive import alive
from cli.files import checked_definitions, need_members
from cli.lab.watch import bring_back, bring_up, watch
from cli.options import AsJson, Members
from cli.session import Session
from cli.tree import Commands
from core.errors import Exit
from core.message import say

if TYPE_CHECKING:
    from lab.commands import LabStatus
    from lab.progress import Progress

lab = Commands("Two real OpenStack sites on this machine, to try and to test everything.")

SiteName = Annotated[
    str, typer.Argument(help="The site's name: primary or remote.", autocompletion=completion.sites)
]


lab.command()(watch)


def add_to(app: typer.Typer) -> None:
    app.add_typer(lab, name="lab")


@lab.command()
def up(
    context: typer.Context,
    watched: Annotated[
        bool, typer.Option("--watch/--no-watch", help="With what watches them, or without.")
    ] = True,
) -> None:
    """Bring both sites up from whatever state they are in, and wait until they work.

    What watches them comes with them: Prometheus, Alertmanager, an exporter and a mailbox for each.

    $ kumiai lab up
    $ kumiai lab up --no-watch
    """
    from lab import commands, watching

    with at_work(context.obj):
        commands.up(progress_of(context.obj))
    if watched:
        bring_up(context.obj)
    else:
        watching.stop()


@lab.command()
def down(context: typer.Context) -> None:
    """End both sites in good order. What was built stays.

    $ kumiai lab down
    """
    from lab import commands

    with at_work(context.obj):
        commands.down(progress_of(context.obj))


@lab.command()
def reset(context: typer.Context) -> None:
    """Forget all that was built: both sites as they were when they were made, and running.

    $ kumiai lab reset
    """
    from infra.stacks.forget import forget_sites
    from lab import commands

    session: Session = context.obj
    with at_work(session):
        sites = commands.reset(progress_of(session))
    count = forget_sites(session.home, sites)
    if count:
        session.say(say("stacks that stood at these sites are forgotten: {count}", count=count))
    bring_back(session)


@lab.command()
def kill(context: typer.Context, site: SiteName) -> None:
    """SIGKILL to every process of a site at once, as an earthquake would.

    $ kumiai lab kill primary
    """
    from lab import commands

    count = commands.kill_site(site)
    context.obj.say(say("{site}: {count} processes were killed", site=site, count=count))


@lab.command()
def start(context: typer.Context, site: SiteName) -> None:
    """Bring one site back with its data, whatever ended it, and with what watched it.

    $ kumiai lab start primary
    """
    from lab import commands

    with at_work(context.obj):
        commands.start(site, progress_of(context.obj))
    bring_back(context.obj, [site])


@lab.command()
def setup(context: typer.Context) -> None:
    """Install what is missing: Debian's packages, OpenStack, the lab's drivers.

    $ kumiai lab setup
    """
    from lab import commands

    with at_work(context.obj):
        commands.setup(progress_of(context.obj))


@lab.command()
def hosts(
    context: typer.Context,
    members: Members = None,
    stop: Annotated[
        bool, typer.Option("--stop", help="End all of them at once; their disks stay.")
    ] = False,
) -> None:
    """Start the servers of municipalities as hosts that answer SSH, in namespaces of this machine.

    Where the lab's servers live, Nova has started them: how they are reached is written, and their
    access lines are switched to where they run, each with a town hall at its other end.

    $ kumiai lab hosts usuki
    $ kumiai lab hosts --stop
    """
    from cli.lab.hosts import start_servers
    from lab.guests.hosts import stop_hosts

    session: Session = context.obj
    if stop:
        count = stop_hosts(session.home)
        session.say(say("{count} processes were ended", count=count))
        return
    definitions = checked_definitions(session)
    need_members(definitions, members or [])
    with at_work(session):
        count = start_servers(session.home, definitions, members or [], progress_of(session))
    session.say(say("{count} hosts answer", count=count))


@lab.command()
def status(context: typer.Context, json: AsJson = False) -> None:
    """What runs and, by real calls, what works. Exit code 12 if anything does not.

    $ kumiai lab status
    """
    from lab import commands

    session: Session = context.obj
    with at_work(session):
        found = commands.status()
    if json:
        session.print_json(asdict(found))
    else:
        _print_status(session, found)
    if not found.ready:
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _print_status(session: Session, found: LabStatus) -> None:
    for site in found.sites:
        if site.ready:
            session.say(
                say(
                    "{site} ({address}): works, {count} processes",
                    site=site.name,
                    address=site.address,
                    count=len(site.running),
                )
            )
            continue
        session.say(
            say(
                "{site} ({address}): does not work; not running: {absent}; failing: {failing}",
                site=site.name,
                address=site.address,
                absent=tuple(site.absent) or "-",
                failing=tuple(site.failing) or "-",
            )
        )


def at_work(session: Session) -> AbstractContextManager[None]:
    """While it lasts the person is told so."""
    return alive(session, lambda: say("the lab is at work"))


def progress_of(session: Session) -> Progress:
    """Where the lab tells how far it is."""
    return session.say
