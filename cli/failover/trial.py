"""`kumiai failover test`: a member brought up for trial at the other site. Adapter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import need_members
from cli.given import given
from cli.licence.moments import instant_of
from cli.options import CopiesUntil, Execute, Reason, SomeMembers
from cli.plan import end, only_a_plan, planning
from cli.session import Session
from core.errors import Exit
from core.message import Message, say

if TYPE_CHECKING:
    from core.plan import Plan, Run
    from core.run import Failure
    from recovery.trial_told import Check, TrialPaper, TrialTold
    from runbooks.actions.trial_run import Carry


def trial(
    context: typer.Context,
    members: SomeMembers,
    before: CopiesUntil = "",
    clear: Annotated[
        bool, typer.Option("--clear", help="Only take away what a killed trial left.")
    ] = False,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Bring municipalities up for trial at the site that stands by, look at them, and clear away.

    From proven copies, in a project of its own whose networks lead nowhere; where they run nothing
    is touched. Exit code 12 if anything is not as it should be.

    $ kumiai failover test aya
    $ kumiai failover test aya --execute --reason "the quarter's trial"
    """
    from core.run import new_run
    from recovery import trials

    session: Session = context.obj
    need_members(given(session).definitions, members)
    for paper in trials.left(session.home, members):
        print_left(session, paper)
    if not execute:
        if not clear:
            for slug in members:
                _print_planned(session, slug, before)
        session.say(only_a_plan())
        return
    failures: list[Failure] = []
    found: list[TrialTold] = []
    for slug in members:
        failed, told = _one(session, slug, before, new_run(reason), clear=clear)
        failures += failed
        found += [told] if told is not None else []
    for one in found:
        _print_told(session, one)
    end(session, failures, len(members))
    if not all(one.is_well for one in found):
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _one(
    session: Session, slug: str, before: str, run: Run, *, clear: bool
) -> tuple[list[Failure], TrialTold | None]:
    """Why it failed, if it did, and what it came to, if it came so far."""
    from recovery import trials
    from runbooks.actions import trial_run
    from runbooks.actions.trying import id_of

    here = given(session)
    carry = _carried_out_by(session, run)
    if clear:
        return trial_run.clear(here, slug, run, carry), None
    until = instant_of(before) if before else None
    with _watched_over(slug):
        failures = trial_run.begin(here, slug, run, until, carry)
    return failures, trials.told_of(session.home, id_of(run))


def _carried_out_by(session: Session, run: Run) -> Carry:
    from cli.watching import watched

    def do(plan: Plan) -> list[Failure]:
        return watched(session, plan, run, 1)

    return do


@contextmanager
def _watched_over(slug: str) -> Iterator[None]:
    """Whoever kills this process has the trial cleared away by another one."""
    watchdog = subprocess.Popen(
        [sys.executable, "-m", "cli.failover.trial_watchdog", slug],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        yield
    finally:
        watchdog.communicate("done\n")


def _print_planned(session: Session, slug: str, before: str) -> None:
    from core.run import new_run
    from runbooks.actions.trying import Trying, paper_of

    here = given(session)
    with planning(session):
        paper = paper_of(here, slug, new_run(""), instant_of(before) if before else None)
        trying = Trying(here, paper)
        taken = min(one.taken_at for one in trying.wanted.values())
    session.say(
        say(
            "{member} at {site} for trial, as it was on {at}: {volumes} restored and compared, "
            "{servers} started on networks that lead nowhere, and all of it cleared away",
            member=trying.moving.member.name.ja,
            site=paper.site,
            at=taken.astimezone(session.now().tzinfo).isoformat(" ", "minutes"),
            volumes=tuple(trying.moving.volumes),
            servers=tuple(one.name for one in trying.servers) or "–",
        )
    )
    _print_left_out(session, trying.left_out)


def _print_left_out(session: Session, servers: list[str]) -> None:
    if servers:
        session.say(
            say(
                "not started, since licences do not allow them once more: {servers}",
                servers=tuple(servers),
            )
        )


def print_left(session: Session, paper: TrialPaper) -> None:
    """A trial that is under way, or that was killed."""
    session.say(
        say(
            "a trial of {member} at {site}, begun {at}, is under way or was killed; "
            "`kumiai failover test {member} --clear` takes away what is left of it",
            member=paper.member,
            site=paper.site,
            at=paper.began_at.astimezone(session.now().tzinfo).isoformat(" ", "minutes"),
        )
    )


def _print_told(session: Session, told: TrialTold) -> None:
    session.say(
        say(
            "{member} at {site} for trial: data after {data} s, servers after {runs} s: {servers}",
            member=told.trial.member,
            site=told.trial.site,
            data=told.data_after_seconds,
            runs=told.runs_after_seconds,
            servers=tuple(told.started) or "–",
        )
    )
    _print_left_out(session, list(told.left_out))
    for one in told.found:
        if one.against:
            session.complain(_against(one.check, one.against))


def _against(check: Check, names: tuple[str, ...]) -> Message:
    from recovery.trial_told import Check

    match check:
        case Check.VOLUMES_EQUAL:
            return say("restored, and not what its manifest says: {volumes}", volumes=names)
        case Check.SERVERS_RUN:
            return say("does not run on its restored volumes: {servers}", servers=names)
        case Check.NOTHING_LEADS_OUT:
            return say("leads out of the trial's networks: {ports}", ports=names)
