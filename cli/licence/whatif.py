"""`kumiai licence whatif …`: what a change would ask for; nothing is changed. Adapter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.files import need_members
from cli.given import given_to_count
from cli.licence.looks import looked_first, tell_begin
from cli.options import AsJson, Server
from cli.session import Session
from cli.tree import Commands
from core.eras import JAPAN
from core.errors import Exit, UserError
from core.message import Message, say
from tenants.site import DEFAULT_CLASS, classes_as_written

if TYPE_CHECKING:
    from licensing.change.change import Change
    from licensing.change.effect import Effect
    from runbooks.actions.given import Given

whatif = Commands(
    "What a change would ask for, before anybody makes it. Exit code 11 if it violates."
)


@whatif.command()
def migrate(
    context: typer.Context,
    server: Server,
    host: Annotated[
        str, typer.Argument(help="Where it would go.", autocompletion=completion.hosts)
    ],
    json: AsJson = False,
) -> None:
    """A server goes to another host.

    $ kumiai licence whatif migrate hita-core-db-1 pri-03
    """
    from licensing.change.change import Move

    _answer(context.obj, given_to_count(context.obj), [Move(server, host)], json=json)


@whatif.command()
def resize(
    context: typer.Context,
    server: Server,
    vcpus: Annotated[int, typer.Argument(min=1, help="Its vCPUs from then on.")],
    json: AsJson = False,
) -> None:
    """A server gets more or fewer vCPUs.

    $ kumiai licence whatif resize hita-core-db-1 4
    """
    from licensing.change.change import Resize

    _answer(context.obj, given_to_count(context.obj), [Resize(server, vcpus)], json=json)


@whatif.command("add-host")
def add_host(
    context: typer.Context,
    site: Annotated[
        str, typer.Argument(help="The site it would stand at.", autocompletion=completion.sites)
    ],
    sockets: Annotated[int, typer.Option("--sockets", min=1, help="How many sockets.")],
    cores: Annotated[int, typer.Option("--cores", min=1, help="Cores per socket.")],
    aggregate: Annotated[str, typer.Option("--class", help="Its host class.")] = "general",
    factor: Annotated[
        list[str] | None,
        typer.Option(
            "--factor",
            help="Its processor's class, by which rules weigh cores; repeat it for other vendors'.",
        ),
    ] = None,
    ram: Annotated[
        int | None,
        typer.Option("--ram", min=1, help="Its memory in GiB; else the most of any host there."),
    ] = None,
    json: AsJson = False,
) -> None:
    """A compute host more, even if no server moves to it.

    $ kumiai licence whatif add-host primary --sockets 2 --cores 16
    """
    from licensing.change.change import AddHost
    from licensing.counting.park import Host
    from licensing.papers.host_classes import weighed_otherwise

    here = given_to_count(context.obj)
    place = here.definitions.need_site(site)
    classes = place.host_classes
    if aggregate not in classes:
        raise UserError(
            say(
                "{site} has no host class {name}; known are {known}",
                site=site,
                name=aggregate,
                known=tuple(sorted(classes)),
            )
        )
    processor = tuple(factor or [DEFAULT_CLASS])
    for why in weighed_otherwise(processor, here.licences):
        raise UserError(why)
    most = max(host.ram_gib for host in place.hosts.values())
    new = Host(
        "new-host",
        site,
        sockets,
        cores,
        aggregate,
        classes_as_written(processor),
        ram_gib=ram or most,
    )
    _answer(context.obj, here, [AddHost(new)], json=json)


@whatif.command("remove-host")
def remove_host(
    context: typer.Context,
    host: Annotated[
        str,
        typer.Argument(
            help="The host that would go; it must be empty.", autocompletion=completion.hosts
        ),
    ],
    json: AsJson = False,
) -> None:
    """A compute host less.

    $ kumiai licence whatif remove-host pri-03
    """
    from licensing.change.change import RemoveHost

    _answer(context.obj, given_to_count(context.obj), [RemoveHost(host)], json=json)


@whatif.command()
def failover(
    context: typer.Context,
    site: Annotated[
        str, typer.Argument(help="The site that would be lost.", autocompletion=completion.sites)
    ],
    member: Annotated[
        list[str] | None,
        typer.Option(
            "--member",
            help="Only this municipality; may be repeated.",
            autocompletion=completion.members,
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Everything that runs at a site starts at the other one.

    $ kumiai licence whatif failover primary
    $ kumiai licence whatif failover primary --member hita
    """
    from licensing.change.failover import failover as failover_of

    session: Session = context.obj
    here = given_to_count(session)
    here.definitions.need_site(site)
    need_members(here.definitions, member or [])
    looked_first(session, here, json=json)
    found = failover_of(here.licensing(), here.definitions, site, member or [], here.now)
    if found.stranded:
        session.complain(
            say("no other site stands by for {servers}", servers=tuple(found.stranded))
        )
    _show(session, here, list(found.changes), json=json)


def _answer(session: Session, here: Given, changes: list[Change], *, json: bool) -> None:
    looked_first(session, here, json=json)
    _show(session, here, changes, json=json)


def _repeat(session: Session, asked: Sequence[Message]) -> None:
    if len(asked) == 1:
        session.say(say("if {change}:", change=asked[0]))
    elif asked:
        session.say(say("if all of this happens:"))
        for sentence in asked:
            session.say(say("  {step}", step=sentence))


def _show(session: Session, here: Given, changes: list[Change], *, json: bool) -> None:
    from licensing.change.effect import Verdict, worth_telling
    from licensing.change.gate import judged
    from licensing.change.question import fences_against, question

    known = here.licensing()
    effects = judged(known, changes, here.now)
    against = fences_against(known, changes)
    if json:
        session.print_json([_as_json(effect) for effect in effects])
    else:
        _repeat(session, question(known, changes))
        changed = worth_telling(effects)
        for effect in changed:
            _print(session, effect)
        same = tuple(effect.bought.called for effect in effects if effect not in changed)
        if same:
            session.say(say("the same as before: {products}", products=same))
    tell_begin(session, known, (effect.bought.rule for effect in effects), here.now)
    session.complain(*against)
    if against or any(effect.verdict is Verdict.VIOLATES for effect in effects):
        raise SystemExit(int(Exit.RULE_BROKEN))


def _print(session: Session, effect: Effect) -> None:
    from licensing.change.effect import told
    from licensing.change.question import hosts_that_change
    from licensing.counting.rounding import shown

    session.say(told(effect))
    for host in hosts_that_change(effect):
        session.say(say("  {step}", step=host))
    if effect.after.refused:
        session.say(
            say(
                "  {hosts} may not be licensed by the rule {rule} at all: too many sockets",
                hosts=tuple(sorted(effect.after.refused)),
                rule=effect.bought.rule.id,
            )
        )
    for begins, licences in effect.course[1:]:
        day = begins.astimezone(JAPAN).date()
        session.say(
            say(
                "  forecast, if nothing else changes: from {day} {licences} licences",
                day=day,
                licences=shown(licences),
            )
        )


def _as_json(effect: Effect) -> dict[str, object]:
    return {
        "product": effect.bought.product,
        "before": float(effect.before.required.licences),
        "after": float(effect.after.required.licences),
        "owned": float(effect.bought.quantity),
        "missing": float(effect.missing),
        "cost_yen": effect.cost_yen,
        "verdict": str(effect.verdict),
        "course": [[at, float(licences)] for at, licences in effect.course],
    }
