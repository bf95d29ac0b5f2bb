"""What every command that acts does: a plan is shown, and with `--execute` carried out. Adapter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cli.alive import alive
from cli.session import Session
from core.errors import Exit
from core.message import Message, say
from core.plan import Objection, Plan, after_failed
from core.run import Failure, new_run, previewed


def shown_or_done(
    session: Session, plan: Plan, reason: str, *, execute: bool, at_once: int | None = None
) -> None:
    """Show the plan; carry it out where that is wanted and nothing speaks against it.

    Raises: UserError where it may not be carried out; SystemExit where something else is not well.
    """
    for note in () if plan.moot else plan.notes:
        session.say(note)
    for finding in plan.findings:
        session.complain(finding.why)
    if plan.moot or not plan.actions:
        _need_no_objection(session, plan)
    elif not execute:
        _show(session, plan)
    else:
        _do(session, plan, reason, at_once)
    if plan.findings:
        raise SystemExit(int(_code(plan.findings)))


def _do(session: Session, plan: Plan, reason: str, at_once: int | None) -> None:
    _need_no_objection(session, plan)
    for action in plan.actions:
        if action.preview is None:
            session.say(action.does)
    # What moves on a terminal takes a while to import, and only an act shows it.
    from cli.watching import watched

    failures = watched(session, plan, new_run(reason), at_once)
    _end(session, plan, failures)


@contextmanager
def planning(session: Session) -> Iterator[None]:
    """While a plan is made, which asks OpenStack and the ledger."""
    with alive(session, lambda: say("looking at what stands")):
        yield


def only_a_plan() -> Message:
    return say('only a plan, nothing was changed; do it with --execute --reason "…"')


def _show(session: Session, plan: Plan) -> None:
    for over in plan.overrides:
        session.say(
            say("overridden, and the journal would say by whom and why: {why}", why=over.against)
        )
    failed = 0
    with planning(session):
        for action, preview in previewed(plan, new_run("")):
            if action.preview is None:
                session.say(preview.what)
            else:
                session.say(say("{subject}: {what}", subject=action.title, what=preview.what))
            for line in preview.notes:
                session.say(line)
            failed += preview.failed
    session.say(only_a_plan())
    _need_no_objection(session, plan)
    if failed:
        raise SystemExit(int(Exit.OTHER_SYSTEM_FAILED))


def _need_no_objection(session: Session, plan: Plan) -> None:
    """Raises: SystemExit where there is one, once all are shown."""
    for objection in plan.objections:
        session.complain(objection.why)
    if plan.objections:
        raise SystemExit(int(_code(plan.objections)))


def _end(session: Session, plan: Plan, failures: list[Failure]) -> None:
    for over in plan.overrides:
        session.say(
            say("overridden, and the journal says by whom and why: {why}", why=over.against)
        )
    waiting = after_failed(plan.actions, {failure.action.subject for failure in failures})
    end(session, failures, len(plan.actions), len(waiting))


def end(session: Session, failures: Sequence[Failure], of: int, never_begun: int = 0) -> None:
    """Say how it ended. Raises: SystemExit where anything failed."""
    for why in dict.fromkeys(failure.why for failure in failures):
        subjects = tuple(failure.action.title for failure in failures if failure.why == why)
        session.complain(say("{subject}: {why}", subject=subjects, why=why))
    if any(failure.exit_code is Exit.OTHER_SYSTEM_FAILED for failure in failures):
        session.complain(
            say(
                "not done: {count} of {all}; run it again",
                count=len(failures) + never_begun,
                all=of,
            )
        )
    if failures:
        raise SystemExit(int(_code(failures)))
    session.say(say("done"))


def _code(found: Sequence[Objection] | Sequence[Failure]) -> Exit:
    """The one exit code of all; where they differ, that of the first."""
    return found[0].exit_code
