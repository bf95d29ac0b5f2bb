"""`kumiai failover plan`: who would run again where, by when, with what lost. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.files import need_members, need_site
from cli.given import given
from cli.options import AsJson, Members
from cli.plan import planning
from cli.session import Session
from core.errors import Exit, UserError
from core.message import say
from tenants.vocabulary import Priority

if TYPE_CHECKING:
    from recovery.plan import FailoverPlan
    from runbooks.pace import Pace
    from tenants.definitions import Definitions


def plan(
    context: typer.Context,
    members: Members = None,
    site: Annotated[
        str | None,
        typer.Option(
            "--site", help="The site that would be lost.", autocompletion=completion.sites
        ),
    ] = None,
    tier: Annotated[
        Priority | None,
        typer.Option("--tier", help="Only municipalities with systems of this priority."),
    ] = None,
    json: AsJson = False,
    metrics: Annotated[
        bool, typer.Option("--metrics", help="Print it for Prometheus; exit code 0 whatever it is.")
    ] = False,
) -> None:
    """Show what a failover would bring back, in which order, by when, and what would be lost.

    Nothing is changed, and nothing is asked of who would be lost: it is what the files, the ledger
    and the last `kumiai verify` say, and the copies that the other site holds and has room for.
    Exit code 11 if anything speaks against it.

    $ kumiai failover plan --site primary
    $ kumiai failover plan usuki hita
    $ kumiai failover plan --metrics > /var/lib/prometheus/node-exporter/kumiai-failover.prom
    """
    from runbooks.actions.failover import before_failover, failover_plans, proven_copies
    from runbooks.actions.room_there import without_room_for_copies

    session: Session = context.obj
    here = given(session)
    need_site(here.definitions, site)
    need_members(here.definitions, members or [])
    with planning(session):
        copies, notes = proven_copies(here, members or [])
        against = without_room_for_copies(here, copies)
        plans = failover_plans(here, site, members or [], tier, copies, against)
    for note in notes:
        session.complain(note)
    if metrics:
        from recovery.metrics import failover_exposition

        typer.echo(failover_exposition(plans), nl=False)
        return
    if not plans:
        raise UserError(say("nobody of those runs there"))
    procedure, people = before_failover(here, site)
    if json:
        first = {"people_first_minutes": None if people is None else round(people.minutes)}
        session.print_json([{**_as_json(session, one), **first} for one in plans])
    else:
        for one in plans:
            _print(session, one, here.definitions)
        _print_people(session, procedure, people)
    if not all(one.is_ready for one in plans):
        raise SystemExit(int(Exit.RULE_BROKEN))


def _print_people(session: Session, procedure: str, people: Pace | None) -> None:
    """All that was predicted counts from where kumiai begins; a promise counts from the loss."""
    if people is None:
        session.say(
            say(
                "how long people take before it begins is not known: {procedure} was never done",
                procedure=procedure,
            )
        )
        return
    session.say(
        say(
            "before it begins people take {minutes} minutes, by {count} earlier runs of "
            "{procedure}: a promise counts them as well",
            minutes=f"{people.minutes:.0f}",
            count=people.runs,
            procedure=procedure,
        )
    )


def _print(session: Session, plan: FailoverPlan, definitions: Definitions) -> None:
    from recovery.plan import minutes

    session.say(
        say(
            "from {source} to {target}: {count} municipalities, {at_once} volumes restored at a "
            "time",
            source=plan.source,
            target=plan.target,
            count=len(plan.members),
            at_once=plan.rates.rates.at_once,
        )
    )
    session.say(say("rates {told}", told=plan.rates.told))
    session.table(
        [
            say("municipality"),
            say("priority"),
            say("GiB"),
            say("lost (min)"),
            say("data after (min)"),
            say("runs after (min)"),
            say("promised (min)"),
        ],
        [
            (
                definitions.members[one.member].value.name.ja,
                one.priority,
                one.gib,
                say("all") if one.lost is None else minutes(one.lost),
                minutes(one.data_after),
                minutes(one.runs_after),
                one.promised_minutes,
            )
            for one in plan.members
        ],
    )
    for room in plan.room:
        session.say(
            say(
                "{needed} of {offered} {unit} at {site} would be in use",
                needed=room.needed,
                offered=room.offered,
                unit=room.unit,
                site=plan.target,
            )
        )
    for need in plan.licences:
        session.say(say("licences: {effect}", effect=need.told))
    _print_readiness(session, plan, definitions)


def _print_readiness(session: Session, plan: FailoverPlan, definitions: Definitions) -> None:
    """Ready, or everything that speaks against it."""
    for why in plan.not_ready:
        session.say(say("not ready: {why}", why=why))
    for one in plan.members:
        name = definitions.members[one.member].value.name.ja
        for why in one.not_ready:
            session.say(say("{member} not ready: {why}", member=name, why=why))
    if plan.is_ready:
        session.say(say("ready"))


def _as_json(session: Session, plan: FailoverPlan) -> dict[str, object]:
    from recovery.plan import minutes

    return {
        "source": plan.source,
        "target": plan.target,
        "ready": plan.is_ready,
        "at_once": plan.rates.rates.at_once,
        "rates": plan.rates.told.text(session.translate),
        "licences": [need.told.text(session.translate) for need in plan.licences],
        "not_ready": [why.text(session.translate) for why in plan.not_ready],
        "room": [
            {"unit": one.unit, "needed": one.needed, "offered": one.offered} for one in plan.room
        ],
        "members": [
            {
                "member": one.member,
                "priority": one.priority,
                "gib": one.gib,
                "lost_minutes": None if one.lost is None else minutes(one.lost),
                "data_after_minutes": minutes(one.data_after),
                "runs_after_minutes": minutes(one.runs_after),
                "promised_minutes": one.promised_minutes,
                "licences": [need.told.text(session.translate) for need in one.licences],
                "not_ready": [why.text(session.translate) for why in one.not_ready],
            }
            for one in plan.members
        ],
    }
