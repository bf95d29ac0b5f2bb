"""What is known of procedures and of runs, on one screen. Adapter."""

from __future__ import annotations

from datetime import datetime

from cli.runbook.data import procedure_data, run_data
from cli.runbook.desk import TerminalDesk, who_does
from cli.session import Session
from core.eras import moment_in_figures
from core.message import Named, Translate, say
from core.names import nearest
from runbooks.procedure import Procedure
from runbooks.progress import Progress, State, StepSeen, Turn, held_until, next_of
from runbooks.runs import RunFolder, all_runs, need_run
from runbooks.store import need_procedure, read_procedures

STATES = {
    State.WAITING: say("waits"),
    State.BEGUN: say("begun"),
    State.DONE: say("done"),
    State.SKIPPED: say("skipped"),
    State.FAILED: say("failed"),
    State.UNDONE: say("taken back"),
}


def show_list(session: Session, *, json: bool) -> None:
    procedures, _ = read_procedures(session.home.definitions)
    running = [one for one in all_runs(session.home) if one.progress.end is None]
    if json:
        found = {name: procedure_data(read.value) for name, read in procedures.items()}
        session.print_json({"procedures": found, "runs": [run_data(one) for one in running]})
        return
    session.table(
        [say("procedure"), say("title"), say("is told"), say("steps")],
        [
            (
                name,
                Named(read.value.title.ja, read.value.title.en),
                " ".join(f"--{kind}" for kind in read.value.ask) or "–",
                len(read.value.steps),
            )
            for name, read in procedures.items()
        ],
    )
    if running:
        session.table(
            [say("run"), say("step"), say("held by"), say("until"), say("minutes so far")],
            [_row(session.now(), one) for one in running],
        )


def show_one(session: Session, name: str, *, json: bool) -> None:
    """A procedure, or a run. Raises: UserError where it is neither."""
    procedures, _ = read_procedures(session.home.definitions)
    if name not in procedures:
        if nearest(name, procedures) and not any(name in one.id for one in all_runs(session.home)):
            need_procedure(procedures, name)
        run = need_run(session.home, name)
        if json:
            session.print_json(run_data(run))
        else:
            show_run(session, run)
        return
    procedure = procedures[name].value
    if json:
        session.print_json(procedure_data(procedure))
        return
    language = str(session.language)
    session.out.print(procedure.title.in_language(language), markup=False)
    session.out.print(procedure.when.in_language(language), markup=False)
    desk = TerminalDesk(session, {})
    for number, step in enumerate(procedure.in_order, start=1):
        desk.step(step, procedure.steps[step], number, len(procedure.steps))


def show_run(session: Session, folder: RunFolder) -> None:
    """All that the next shift has to know."""
    procedure, progress = folder.procedure, folder.progress
    session.say(
        say(
            "{run}: {title}, begun {at}: {reason}",
            run=folder.id,
            title=Named(procedure.title.ja, procedure.title.en),
            at=moment_in_figures(progress.begun_at),
            reason=progress.reason,
        )
    )
    told = tuple(f"{kind} {value}" for kind, value in progress.values.items())
    session.say(say("told: {values}", values=told or "–"))
    session.say(
        say(
            "held by {holder} until {until}",
            holder=progress.holder,
            until=moment_in_figures(held_until(procedure, progress)),
        )
    )
    session.table(
        [say("step"), say("title"), say("state"), say("minutes"), say("who"), say("known")],
        [_step(name, procedure, progress, session.translate) for name in procedure.in_order],
    )
    following = next_of(procedure, progress)
    if following.step:
        order = procedure.in_order
        step = procedure.steps[following.step]
        number = order.index(following.step) + 1
        desk = TerminalDesk(session, progress.values)
        desk.step(following.step, step, number, len(order))


def _row(now: datetime, folder: RunFolder) -> tuple[object, ...]:
    procedure, progress = folder.procedure, folder.progress
    following = next_of(procedure, progress)
    return (
        folder.id,
        say("is taken back") if following.turn is Turn.ABORT else following.step or "–",
        progress.holder,
        moment_in_figures(held_until(procedure, progress)),
        int((now - progress.begun_at).total_seconds() // 60),
    )


def _step(
    name: str, procedure: Procedure, progress: Progress, translate: Translate
) -> tuple[object, ...]:
    seen = progress.steps.get(name, StepSeen())
    step = procedure.steps[name]
    took = seen.took
    return (
        name,
        Named(step.title.ja, step.title.en),
        STATES[seen.state],
        "–" if took is None else round(took.total_seconds() / 60, 1),
        seen.approved_by or seen.who or who_does(step),
        _known(seen, translate),
    )


def _known(seen: StepSeen, translate: Translate) -> str:
    answers = [f"{name}: {text}" for name, text in seen.answers.items()]
    return "; ".join(filter(None, [*answers, seen.why.text(translate)])) or "–"
