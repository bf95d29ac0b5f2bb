"""`kumiai server …`: moves a server, resizes it, empties a host; the licences are asked first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import checked_definitions, need_site
from cli.options import AtSite, Execute, OverrideLicence, Reason, Server
from cli.server_rim import At, act_on, at_site, found_server, need_host
from cli.session import Session
from cli.tree import Commands
from cli.up import need_reason, only_a_plan
from core.errors import Exit, UserError
from core.message import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.servers.leaving import Price
    from infra.servers.standing import Standing
    from licensing.change.change import Change

server = Commands("Servers moved and resized through Nova, once the licences have been asked.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(server, name="server")


@server.command()
def migrate(
    context: typer.Context,
    name: Server,
    host: Annotated[str, typer.Argument(help="The compute host where it goes.")],
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
    from licensing.change.change import Move

    session: Session = context.obj
    if execute:
        need_reason(reason)
    at = _at_the_site_of(session, name, site)
    one = found_server(at, name)
    need_host(at, host)
    at.ask(name, [Move(name, host)], {name: host}, override_licence, execute=execute)
    if not execute:
        session.say(only_a_plan())
        return
    moving = f"{name} → {host}"
    act_on(at, "migrate", moving, reason, lambda: at.mover().migrate(one.id, host, live=not cold))
    at.need_in_ledger(name, host=host)


@server.command()
def resize(
    context: typer.Context,
    name: Server,
    flavor: Annotated[str, typer.Argument(help="The flavor's name, as in the site's file.")],
    site: AtSite = None,
    execute: Execute = False,
    reason: Reason = "",
    override_licence: OverrideLicence = "",
) -> None:
    """Give a server another size, until `kumiai up --refresh` makes it what the files say.

    $ kumiai server resize hita-core-db-1 large
    """
    from licensing.change.change import Resize
    from tenants.fencing import all_flavors, flavor_for

    session: Session = context.obj
    if execute:
        need_reason(reason)
    at = _at_the_site_of(session, name, site)
    one = found_server(at, name)
    if flavor not in at.site.flavors:
        raise UserError(
            say(
                "no flavor {flavor} is in {file}; known are {known}",
                flavor=flavor,
                file=f"infra/sites/{at.site.name}.yaml",
                known=", ".join(at.site.flavors),
            )
        )
    fenced = flavor_for(at.site, flavor, at.products_of(name))
    vcpus = at.site.flavors[all_flavors(at.site)[fenced][0]].vcpu
    at.ask(name, [Resize(name, vcpus)], {}, override_licence, execute=execute)
    if not execute:
        session.say(only_a_plan())
        return
    act_on(at, "resize", f"{name} → {fenced}", reason, lambda: at.mover().resize(one.id, fenced))
    at.need_in_ledger(name, vcpus=vcpus)


@server.command("evacuate-host")
def evacuate_host(
    context: typer.Context,
    host: Annotated[str, typer.Argument(help="The compute host that is to be empty.")],
    execute: Execute = False,
    reason: Reason = "",
    override_licence: OverrideLicence = "",
) -> None:
    """Bring every server off a host: live where it runs, anew from its volumes where it is dead.

    Each goes where its licences cost least. Stopped half-way, the same command goes on.

    $ kumiai server evacuate-host pri-02
    $ kumiai server evacuate-host pri-02 --execute --reason "pri-02 is dead"
    """
    from infra.servers.leaving import leaving
    from licensing.change.change import Move

    session: Session = context.obj
    if execute:
        need_reason(reason)
    definitions = checked_definitions(session)
    at = at_site(session, definitions, definitions.need_site_of_host(host).name)
    plan = leaving(
        at.site,
        host,
        at.standing,
        at.hosts,
        lambda one: at.hosts_for(one.name),
        lambda chosen, one, to: _price(at, chosen, one, to),
    )
    if not plan.goes and not plan.stays:
        session.say(say("nothing is on {host}", host=host))
        return
    for one, to in plan.goes:
        session.say(say("{server} → {host}", server=one.name, host=to))
    if plan.stays:
        raise UserError(
            say(
                "no host of {site} that is up, has room and is allowed takes {servers}; start a "
                "host, or move others away first",
                site=at.site.name,
                servers=", ".join(one.name for one in plan.stays),
            ),
            Exit.RULE_BROKEN,
        )
    moves: list[Change] = [Move(one.name, to) for one, to in plan.goes if at.is_licensed(one.name)]
    at.ask(host, moves, {}, override_licence, execute=execute)
    if not execute:
        session.say(only_a_plan())
        return
    for one, to in plan.goes:
        act_on(at, "evacuate", f"{one.name} → {to}", reason, _Leaving(at, one, to, host))
        at.need_in_ledger(one.name, host=to)


@dataclass(frozen=True)
class _Leaving:
    """One server leaves one host, as that is done with a dead host or a living one."""

    at: At
    server: Standing
    to: str
    host: str

    def __call__(self) -> None:
        if self.host in self.at.hosts and self.at.hosts[self.host].runs:
            runs = self.server.status == "ACTIVE"
            self.at.mover().migrate(self.server.id, self.to, live=runs)
        else:
            self.at.mover().evacuate(self.server.id, self.to)


def _price(at: At, chosen: Sequence[tuple[Standing, str]], one: Standing, to: str) -> Price:
    """What one more move does to licences, after those that were chosen."""
    from licensing.change.change import Move
    from licensing.change.effect import Verdict, judge

    if not at.is_licensed(one.name):
        return (False, 0, 0.0)
    moves = [Move(s.name, h) for s, h in [*chosen, (one, to)] if at.is_licensed(s.name)]
    effects = judge(at.known.world, moves, at.known.bought(at.now.date()), at.now)
    return (
        any(effect.verdict is Verdict.VIOLATES for effect in effects),
        sum(effect.cost_yen for effect in effects),
        float(sum(effect.more for effect in effects)),
    )


def _at_the_site_of(session: Session, name: str, site: str | None) -> At:
    """The site that has the server; where several have one of that name, `--site` decides."""
    definitions = checked_definitions(session)
    need_site(definitions, site)
    sites = [site] if site else list(definitions.sites)
    found = [at_site(session, definitions, one) for one in sites]
    having = [at for at in found if any(one.name == name for one in at.standing)]
    if len(having) > 1:
        raise UserError(
            say(
                "{server} is at {sites}; say which one with --site",
                server=name,
                sites=", ".join(at.site.name for at in having),
            )
        )
    return having[0] if having else found[0]
