"""What `kumiai switchover` and `kumiai failback` have in common. Adapter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cli.files import need_members
from cli.given import given
from cli.plan import end, only_a_plan, planning
from cli.session import Session
from core.errors import Exit, UserError
from core.message import say
from tenants.concerning import only

if TYPE_CHECKING:
    from recovery.facts import Move
    from runbooks.actions.planned import Planned


def moved(
    session: Session, move: Move, members: list[str], reason: str, override: str, *, execute: bool
) -> None:
    """Shown; carried out where that is wanted and nothing speaks against it.

    Raises: UserError where it may not be begun; SystemExit where it came to a stop.
    """
    from runbooks.actions.planned import against, planned

    here = given(session)
    need_members(here.definitions, members)
    with planning(session):
        found = planned(here, move, members, reason.strip())
        objections = [why for one in found for why in against(here, one, override)]
    for one in found:
        _print(session, one)
    if not execute:
        for why in objections:
            session.say(say("not ready: {why}", why=why))
        session.say(only_a_plan())
        return
    for why in objections:
        raise UserError(why, Exit.RULE_BROKEN)
    for one in found:
        _carry_out(session, one, reason, override)


def carry_out(session: Session, identifier: str, reason: str, override: str = "") -> None:
    """Step by step, from wherever it is. Raises: as `moved`."""
    from cli.watching import watched
    from core.run import new_run
    from runbooks.actions.failing_over import Moves, carried_out, declared

    here = partial(given, session, only(()))
    moves = Moves(here, declared(here(), identifier), override)
    begun = new_run(reason)
    at_once = len(moves.paper.members)
    failures = carried_out(moves, begun, lambda plan: watched(session, plan, begun, at_once))
    end(session, failures, at_once)
    if (why := moves.unread) is not None:
        session.complain(why)
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _carry_out(session: Session, one: Planned, reason: str, override: str) -> None:
    from recovery.declaration import sign

    if not one.goes_on:
        sign(session.home, one.paper)
    session.say(
        say(
            "it is move {id}; stopped half-way, the same command goes on, and "
            "`kumiai failover call-off {id}` takes it back",
            id=one.paper.id,
        )
    )
    carry_out(session, one.paper.id, reason, override)
    session.say(
        say(
            "{members} at {target}; lost: 0 minutes, since the last copies were made of servers "
            "that stood still",
            members=tuple(one.paper.members),
            target=one.paper.target,
        )
    )


def _print(session: Session, one: Planned) -> None:
    from recovery.plan import minutes

    paper = one.paper
    session.say(
        say(
            "from {source} to {target}: {members}; nothing is lost: they are stopped and locked, "
            "copied once more, and run at {target} from that copy",
            source=paper.source,
            target=paper.target,
            members=tuple(paper.members),
        )
    )
    if one.goes_on:
        session.say(say("goes on with move {id}", id=paper.id))
    if one.plan is None:
        return
    for need in one.plan.licences:
        session.say(say("licences: {effect}", effect=need.told))
    session.say(
        say(
            "their servers stand still for about {minutes} minutes, and as long as the last copy "
            "takes; what lies at {source} is kept",
            minutes=minutes(max(member.runs_after for member in one.plan.members)),
            source=paper.source,
        )
    )
