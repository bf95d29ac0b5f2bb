"""`kumiai up` and `kumiai down`: what would change, and with `--execute` making it so."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import checked_definitions, need_members, need_site
from cli.options import AtSite, Execute, Member, Members, OverrideLicence, Reason
from cli.session import Session
from core.errors import Exit, OtherSystemFailed, UserError
from core.message import Message, say

if TYPE_CHECKING:
    from infra.stacks.runner import Failure, Run
    from infra.stacks.work import StackWork
    from tenants.definitions import Definitions


def add_to(app: typer.Typer) -> None:
    app.command()(up)
    app.command()(down)


def up(
    context: typer.Context,
    members: Members = None,
    site: AtSite = None,
    execute: Execute = False,
    reason: Reason = "",
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask OpenStack for drift, unchanged stacks too.")
    ] = False,
    at_once: Annotated[
        int,
        typer.Option(
            "--at-once", metavar="COUNT", min=1, max=32, help="Stacks at the same time per site."
        ),
    ] = 3,
    override_licence: OverrideLicence = "",
) -> None:
    """Make the cloud what the YAML says: the plan first, and with --execute the act.

    $ kumiai up
    $ kumiai up usuki hita --site primary
    $ kumiai up usuki --execute --reason "usuki joins"
    """
    session: Session = context.obj
    definitions = checked_definitions(session)
    need_members(definitions, members or [])
    need_site(definitions, site)
    from infra.stacks.changes import nothing
    from infra.stacks.runner import bring_up
    from infra.stacks.work import works

    found = works(session.home, definitions, members or [], site, refresh)
    waiting = [work for work in found if not work.unchanged]
    if len(found) > len(waiting):
        session.say(say("{count} stacks are what the files say", count=len(found) - len(waiting)))
    if not waiting:
        session.say(nothing())
        _need_answers(session, found)
        return
    run = _run(session, reason)
    if execute:
        need_reason(reason)
    from cli.licence_gate import ask_licences

    allowed = ask_licences(session, definitions, found, override_licence, execute=execute)
    if not execute:
        _print_plan(session, waiting, run)
        if not allowed:
            raise SystemExit(int(Exit.RULE_BROKEN))
        return
    from cli.watching import watched

    failures = watched(
        session,
        waiting,
        lambda work, watcher: bring_up(
            session.home,
            work,
            run,
            lambda event: watcher.event(work, event),
            watcher.told,
        ),
        at_once,
        run.id,
    )
    _end(session, failures)


def down(
    context: typer.Context,
    member: Member,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Remove everything of a municipality that has left (`lifecycle: left`), data included.

    $ kumiai down usuki
    $ kumiai down usuki --execute --reason "usuki has left"
    """
    session: Session = context.obj
    definitions = checked_definitions(session)
    need_members(definitions, [member])
    from cloud.credentials import remove_credentials
    from cloud.logins import remove_member_entry
    from infra.stacks.runner import tear_down
    from infra.stacks.work import MemberWork, works

    every = works(session.home, definitions, [member], None, True)
    found = [work for work in every if isinstance(work, MemberWork)]
    _need_left(definitions, member)
    standing = [work for work in found if work.exists]
    for work in standing:
        _print_losses(session, work)
    if not standing:
        session.say(say("nothing stands of {member}", member=member))
        return
    if not execute:
        session.say(only_a_plan())
        return
    need_reason(reason)
    from cli.watching import watched

    run = _run(session, reason)
    failures = watched(
        session,
        standing,
        lambda work, watcher: tear_down(
            session.home, work, run, lambda event: watcher.event(work, event), watcher.told
        ),
        at_once=1,
        run=run.id,
    )
    for work in standing:
        if not any(failure.work is work for failure in failures):
            remove_member_entry(session.home, member, work.site.name)
            remove_credentials(session.home, member, work.site.name)
    _end(session, failures)


def _run(session: Session, reason: str) -> Run:
    from infra.stacks.runner import Run

    return Run(uuid.uuid4().hex, reason, session.now())


def _print_plan(session: Session, waiting: list[StackWork], run: Run) -> None:
    """What would change, municipality by municipality."""
    from infra.stacks.planning import plan_of

    failed = 0
    for work, planned in plan_of(session.home, waiting, run):
        session.say(say("{subject}: {what}", subject=work.subject, what=planned.what))
        for line in planned.notes:
            session.say(line)
        failed += planned.failed
    session.say(only_a_plan())
    if failed:
        raise SystemExit(int(Exit.OTHER_SYSTEM_FAILED))


def _need_answers(session: Session, works: list[StackWork]) -> None:
    """Nothing is to be done, but of a site that does not answer nobody knows what stands there."""
    from infra.stacks.reach import silences

    found = silences(session.home, works).values()
    for silence in found:
        session.err.print(silence.text(session.translate), markup=False)
    if found:
        raise SystemExit(int(Exit.OTHER_SYSTEM_FAILED))


def _print_losses(session: Session, work: StackWork) -> None:
    from infra.engine.state import NOTHING, protected, read_state
    from infra.stacks.guard import object_name

    state = read_state(session.home, work.stack) or NOTHING
    session.say(
        say(
            "{subject}: all {count} objects go, and with them this data: {objects}",
            subject=work.subject,
            count=sum(resource.type.startswith("openstack:") for resource in state.resources),
            objects=", ".join(object_name(resource) for resource in protected(state)),
        )
    )


def _need_left(definitions: Definitions, slug: str) -> None:
    from tenants.vocabulary import LifecycleState

    member = definitions.members[slug].value
    if member.lifecycle.state is not LifecycleState.LEFT:
        raise UserError(
            say(
                "{member} has not left: its file says {state}; "
                "`kumiai down` is for `lifecycle: {{state: left, left_on: …}}` only",
                member=member.name.ja,
                state=str(member.lifecycle.state),
            ),
            Exit.RULE_BROKEN,
        )


def need_reason(reason: str) -> None:
    if not reason.strip():
        raise UserError(say('--execute needs --reason "…": the journal keeps why it was done'))


def only_a_plan() -> Message:
    return say('only a plan, nothing was changed; do it with --execute --reason "…"')


def _end(session: Session, failures: list[Failure]) -> None:
    for failure in failures:
        session.complain(
            say(
                "{subject}: {why} (log: {log})",
                subject=failure.work.subject,
                why=failure.why,
                log=failure.log,
            )
        )
    if failures:
        raise OtherSystemFailed(
            say(
                "stacks that are not what the files say: {count}; run it again", count=len(failures)
            )
        )
    session.say(say("done"))
