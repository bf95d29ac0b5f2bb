"""`kumiai failover declare, confirm, run, status`: the day on which a site is lost. Adapter."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.failover.planned import carry_out
from cli.files import files_concerning, need_members, need_site, tell_aside
from cli.given import given, given_from
from cli.options import AsJson, Execute, Members, OverrideLicence, Reason
from cli.plan import only_a_plan, planning
from cli.session import Session
from core.errors import Exit
from core.message import Message, say
from tenants.concerning import only

if TYPE_CHECKING:
    from recovery.declaration import Declared
    from runbooks.actions.failing_over import Moves, Standing
    from runbooks.actions.given import Given

Identifier = Annotated[str, typer.Argument(metavar="ID", help="The declaration's id.")]


def declare(
    context: typer.Context,
    site: Annotated[
        str, typer.Option("--site", help="The site that is lost.", autocompletion=completion.sites)
    ],
    members: Members = None,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Declare that a site is lost or cut off, and that its municipalities are to run elsewhere.

    It counts once another person has confirmed it, and it is the fence from then on: nothing of
    them is begun at the lost site, whatever answers there.

    $ kumiai failover declare --site primary
    $ kumiai failover declare aya --site primary --execute --reason "the tsunami"
    """
    from recovery.declaration import declare as sign
    from runbooks.actions.failing_over import who_moves

    session: Session = context.obj
    found = files_concerning(session, only(members or []))
    tell_aside(session, found)
    here = given_from(session, found)
    need_site(here.definitions, site)
    need_members(here.definitions, members or [])
    target, slugs = who_moves(here, site, members or [])
    session.say(
        say(
            "from {source} to {target}: {members}",
            source=site,
            target=target,
            members=tuple(slugs),
        )
    )
    if not execute:
        session.say(only_a_plan())
        return
    paper = sign(session.home, site, target, slugs, session.now(), reason.strip())
    session.say(
        say(
            "declared as {id}; another person signs it with `kumiai failover confirm {id}`, and "
            "then `kumiai failover run {id}` begins",
            id=paper.id,
        )
    )


def confirm(context: typer.Context, identifier: Identifier, execute: Execute = False) -> None:
    """Sign what another person has declared.

    $ kumiai failover confirm 3f0c2a915be4
    $ kumiai failover confirm 3f0c2a915be4 --execute
    """
    from recovery.declaration import confirm as sign
    from recovery.declaration import need

    session: Session = context.obj
    found = need(session.home.definitions, identifier)
    _print_declared(session, found)
    if not execute:
        session.say(only_a_plan())
        return
    found = sign(session.home, identifier)
    session.say(say("signed by {persons}", persons=tuple(found.persons)))


def run(
    context: typer.Context,
    identifier: Identifier,
    execute: Execute = False,
    reason: Reason = "",
    override_licence: OverrideLicence = "",
) -> None:
    """Bring back at the other site whom two persons have declared, from proven copies; or go on
    with a planned move.

    Nothing of the lost site is needed. Stopped half-way, the same command goes on.

    $ kumiai failover run 3f0c2a915be4
    $ kumiai failover run 3f0c2a915be4 --execute --reason "declared by the mayor"
    """
    from runbooks.actions.failing_over import Moves, declared

    session: Session = context.obj
    nobody = only(())
    found = files_concerning(session, nobody)
    tell_aside(session, found)
    paper = declared(given_from(session, found), identifier)
    moves = Moves(partial(given, session, nobody), paper, override_licence)
    if not execute:
        _print_standing(session, moves)
        session.say(only_a_plan())
        return
    carry_out(session, identifier, reason, override_licence)


def call_off(
    context: typer.Context, identifier: Identifier, execute: Execute = False, reason: Reason = ""
) -> None:
    """Take a planned move back that has not come so far that the files let it run at the target.

    What was restored at the target goes, and the servers run again where they ran.

    $ kumiai failover call-off 3f0c2a915be4
    $ kumiai failover call-off 3f0c2a915be4 --execute --reason "the building keeps its power"
    """
    from runbooks.actions.planned import called_off, need_planned

    session: Session = context.obj
    paper = need_planned(given(session), identifier)
    session.say(
        say(
            "{members} run at {source} again; what was restored at {target} goes",
            members=tuple(paper.members),
            source=paper.source,
            target=paper.target,
        )
    )
    if not execute:
        session.say(only_a_plan())
        return
    called_off(given(session), identifier, reason.strip())
    carry_out(session, identifier, reason)


def status(
    context: typer.Context,
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="The declaration's id; all if none is named.")
    ] = "",
    json: AsJson = False,
) -> None:
    """Show how far each municipality's move is, by what stands at both sites, and trials of which
    something may be left. Exit code 12 if any is not done.

    $ kumiai failover status
    $ kumiai failover status 3f0c2a915be4 --json
    """
    from cli.failover.trial import print_left
    from recovery import trials
    from recovery.declaration import declarations, need
    from recovery.facts import Done
    from runbooks.actions.failing_over import Moves, members_of

    session: Session = context.obj
    root = session.home.definitions

    def here() -> Given:
        found = given(session, only(()))
        return replace(found, tell=session.complain) if json else found

    under_way = [] if identifier else trials.left(session.home)
    for paper in under_way if not json else ():
        print_left(session, paper)
    found = [need(root, identifier)] if identifier else declarations(root)
    if not found and not json:
        session.say(say("nothing was ever declared"))
    standing: list[Standing] = []
    unread: list[Message] = []
    for one in found:
        if not json:
            _print_declared(session, one)
        if one.counts:
            moves = Moves(here, one.paper)
            if not members_of(here(), one.paper):
                if not json:
                    session.say(say("all of them were moved again since"))
                continue
            standing += _looked(session, moves) if json else _print_standing(session, moves)
            if (why := moves.unread) is not None:
                session.complain(why)
                unread.append(why)
    if json:
        session.print_json([_as_json(session, one) for one in standing])
    if under_way or unread or not all(isinstance(one.next, Done) for one in standing):
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _looked(session: Session, moves: Moves) -> list[Standing]:
    with planning(session):
        return moves.look()


def _print_declared(session: Session, found: Declared) -> None:
    session.say(
        say(
            "{id} of {at}: {members} from {source} to {target} ({reason}); signed by {persons}",
            id=found.paper.id,
            at=found.paper.declared_at.astimezone(session.now().tzinfo).isoformat(" ", "minutes"),
            members=tuple(found.paper.members),
            source=found.paper.source,
            target=found.paper.target,
            reason=found.paper.reason,
            persons=tuple(found.persons) or "–",
        )
    )


def _print_standing(session: Session, moves: Moves) -> list[Standing]:
    from runbooks.actions.failing_over import said

    standing = _looked(session, moves)
    session.table(
        [
            say("municipality"),
            say("{site} answers", site=moves.paper.source),
            say("volumes there"),
            say("servers there"),
            say("next"),
        ],
        [
            (
                one.moving.member.name.ja,
                say("yes") if one.facts.source_answers else say("no"),
                tuple(f"{name} {how}" for name, how in one.facts.copies.volumes.items()),
                str(one.facts.target),
                said(one),
            )
            for one in standing
        ],
    )
    return standing


def _as_json(session: Session, one: Standing) -> dict[str, object]:
    from recovery.facts import Done
    from runbooks.actions.failing_over import said

    return {
        "member": one.moving.slug,
        "move": one.moving.paper.id,
        "source": one.moving.paper.source,
        "target": one.moving.paper.target,
        "source_answers": one.facts.source_answers,
        "volumes": {name: str(how) for name, how in one.facts.copies.volumes.items()},
        "servers": str(one.facts.target),
        "done": isinstance(one.next, Done),
        "next": said(one).text(session.translate),
    }
