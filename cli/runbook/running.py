"""Runs of procedures: planned, begun, gone on with, handed over, taken back. Adapter."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from cli.plan import only_a_plan
from cli.runbook.desk import Lines, TerminalDesk
from cli.runbook.given import given_for, tell_left_aside
from cli.runbook.shown import show_run
from cli.runbook.told import answers_of, need_told
from cli.session import Session
from core.errors import Exit, ProblemsFound, UserError
from core.files import locked as alone
from core.files import write_whole
from core.lock import Holder, locked
from core.login import login_name
from core.message import Message, say
from core.persons import persons
from core.signing import public_key_of
from core.signing_key import signing_key, signing_key_file
from runbooks import approval
from runbooks import rules as procedure_rules
from runbooks.actions.table import acts_of
from runbooks.around import Values
from runbooks.conflict import may_clash, touched
from runbooks.forecast import Foretold, foretold
from runbooks.limits import Limited
from runbooks.looks import looks_of
from runbooks.pace import paces, predicted
from runbooks.procedure import Procedure
from runbooks.progress import Turn, held_until, next_of, to_undo
from runbooks.record import What
from runbooks.runner import Runner
from runbooks.runs import RunFolder, TheHands, all_runs, begin, need_run
from runbooks.store import need_procedure, read_procedures
from runbooks.work import Stop
from tenants.store import refuse


def planned(session: Session, name: str, values: Values) -> None:
    """Show what a run would do. Raises: UserError where it is not told what it asks for."""
    procedure, _ = _procedure(session, name)
    need_told(session, procedure, values)
    tell_left_aside(session, procedure, values)
    forecast = foretold(procedure, acts_of(partial(given_for, session, procedure, values)), values)
    desk = TerminalDesk(session, values)
    earlier = (one.progress for one in all_runs(session.home))
    known = paces(procedure, [one for one in earlier if one.procedure == name])
    for number, step in enumerate(procedure.in_order, start=1):
        desk.step(step, procedure.steps[step], number, len(procedure.steps))
        found = forecast.get(step)
        if isinstance(found, Message):
            session.say(say("cannot be foretold now: {why}", why=found))
        elif found is not None:
            session.say(say("would do now: {acts}", acts=tuple(found.acts) or "–"))
            for how in found.undos:
                session.say(say("taken back: {how}", how=how))
        if step in known:
            session.say(
                say(
                    "takes {minutes} minutes, by {count} earlier runs",
                    minutes=f"{known[step].minutes:.1f}",
                    count=known[step].runs,
                )
            )
    _say_predicted(session, predicted(procedure, known))
    session.say(only_a_plan())


def _say_predicted(session: Session, minutes: float | None) -> None:
    if minutes is None:
        session.say(say("how long all of it takes is not known: some steps were never done"))
    else:
        session.say(
            say("all of it would take {minutes} minutes, by earlier runs", minutes=f"{minutes:.0f}")
        )


def begun(
    session: Session,
    name: str,
    values: Values,
    answers: Sequence[str],
    unattended: Path | None,
    reason: str,
) -> None:
    """A new run, gone on with as far as it goes. Raises: UserError where it may not begin."""
    procedure, text = _procedure(session, name)
    need_told(session, procedure, values)
    tell_left_aside(session, procedure, values)
    signer = _signer(session)
    approval.need_key(name, procedure, signer)
    told = answers_of(procedure, answers, unattended)
    forecast = foretold(procedure, acts_of(partial(given_for, session, procedure, values)), values)
    with alone(session.home.locks / "runbook"):
        _need_room(session, name, procedure, values)
        folder = begin(
            session.home,
            name,
            text,
            values,
            {step: one.acts for step, one in forecast.items() if isinstance(one, Foretold)},
            login_name(),
            signer,
            reason.strip(),
            session.now(),
        )
    session.say(say("run {run}", run=folder.id))
    _go_on(session, folder, told, attended=unattended is None)


def resumed(
    session: Session, part: str, answers: Sequence[str], unattended: Path | None, *, execute: bool
) -> None:
    folder = need_run(session.home, part)
    if execute:
        tell_left_aside(session, folder.procedure, folder.progress.values)
        told = answers_of(folder.procedure, answers, unattended)
        _go_on(session, folder, told, attended=unattended is None)
        return
    show_run(session, folder)
    session.say(say("nothing was done; go on with --execute"))


def approved(session: Session, part: str, signature: Path | None) -> None:
    """Raises: UserError where nothing waits for an approval, or this is none."""
    folder = need_run(session.home, part)
    progress = folder.progress
    following = next_of(folder.procedure, progress)
    if following.turn is not Turn.APPROVER:
        raise UserError(say("{run} waits for no approval", run=folder.id))
    asked = approval.request(folder.id, following.step, progress)
    file = folder.path / f"{following.step}.request"
    if signature is None:
        write_whole(file, asked)
        session.say(
            say(
                "whoever approves reads {file} and signs it with their own key: "
                "`ssh-keygen -Y sign -f KEY -n {namespace} {file}`; then "
                "`kumiai runbook approve {run} --signature {file}.sig`",
                file=file,
                namespace=approval.NAMESPACE,
                run=folder.id,
            )
        )
        return
    signed = _text(signature)
    signer = approval.approver(
        folder.id, following.step, progress, signed, persons(session.home.definitions)
    )
    facts = {"approver": signer.name, "key": signer.public_key.hex(), "signature": signed}
    _runner(session, folder, {}).write(What.APPROVED, following.step, facts=facts)
    first = folder.progress.steps[following.step].approved_by
    session.say(say("{step} is approved by {name}", step=following.step, name=first))


def skipped(session: Session, part: str, step: str, reason: str) -> None:
    _need_why(reason)
    folder = need_run(session.home, part)
    with _held(session, folder):
        _runner(session, folder, {}).skip(step, reason.strip())
    session.say(say("{step} is skipped", step=step))


def taken_over(session: Session, part: str, reason: str) -> None:
    _need_why(reason)
    folder = need_run(session.home, part)
    _runner(session, folder, {}).take_over(reason.strip())
    show_run(session, folder)


def aborted(session: Session, part: str, reason: str, *, execute: bool) -> None:
    folder = need_run(session.home, part)
    if not execute:
        names = to_undo(folder.procedure, folder.progress)
        session.say(say("would take back: {steps}", steps=tuple(names) or "–"))
        session.say(only_a_plan())
        return
    with _held(session, folder):
        stop = _runner(session, folder, {}).abort(reason.strip())
    _told(session, folder, stop)
    session.say(say("{run} is aborted", run=folder.id))


def _go_on(session: Session, folder: RunFolder, answers: dict[str, str], *, attended: bool) -> None:
    with _held(session, folder):
        stop = _runner(session, folder, answers, attended=attended).go_on()
    _told(session, folder, stop)


def _told(session: Session, folder: RunFolder, stop: Stop) -> None:
    """Say why it stopped and what comes next. Raises: SystemExit where something is not well."""
    session.complain(*stop.why)
    if stop.exit_code is not Exit.DONE:
        session.complain(
            say(
                "stopped at {step}; when it is seen to, `kumiai runbook resume {run} --execute`",
                step=stop.step,
                run=folder.id,
            )
        )
        raise SystemExit(int(stop.exit_code))
    match stop.turn:
        case Turn.PERSON:
            names = folder.procedure.steps[stop.step].answers
            session.say(
                say(
                    "waits for a person: `kumiai runbook resume {run} {answers} --execute`",
                    run=folder.id,
                    answers=" ".join(f"--answer {name}=…" for name in names),
                )
            )
        case Turn.APPROVER:
            session.say(say("waits for an approval: `kumiai runbook approve {run}`", run=folder.id))
        case Turn.ABORT:
            session.say(
                say(
                    "is being aborted: `kumiai runbook abort {run} --execute --reason …`",
                    run=folder.id,
                )
            )
        case _ if folder.progress.end is What.RUN_DONE:
            session.say(say("{run} is done", run=folder.id))


def _runner(
    session: Session, folder: RunFolder, answers: dict[str, str], *, attended: bool = True
) -> Runner:
    procedure, values = folder.procedure, folder.progress.values
    fresh = partial(given_for, session, procedure, values)
    return Runner(
        folder.id,
        procedure,
        folder,
        TheHands(session.home, Limited(Lines(session), session.say)),
        TerminalDesk(session, values, answers, attended),
        acts_of(fresh),
        looks_of(fresh),
        login_name(),
        session.now,
        _signer(session),
    )


def _held(session: Session, folder: RunFolder) -> AbstractContextManager[Holder | None]:
    """Alone with the run on this machine. Raises: OtherSystemFailed where somebody else is."""
    holder = Holder.this(folder.id, session.now(), "runbook", folder.id)
    return locked(session.home, f"run.{folder.id}", holder)


def _need_room(session: Session, name: str, procedure: Procedure, values: Values) -> None:
    """Raises: UserError where a run that is under way touches something of the same."""
    definitions = given_for(session, procedure, values).definitions
    mine = touched(definitions, values)
    for other in all_runs(session.home):
        progress = other.progress
        if progress.end is not None:
            continue
        if not may_clash(name, procedure, progress.procedure, other.procedure):
            continue
        both = sorted(mine & touched(definitions, progress.values))
        if both and session.now() < held_until(other.procedure, progress):
            raise UserError(
                say(
                    "{run} of {holder} is under way and touches {names} as well; end it or abort "
                    "it first",
                    run=other.id,
                    holder=progress.holder,
                    names=tuple(both),
                ),
                Exit.RULE_BROKEN,
            )


def _procedure(session: Session, name: str) -> tuple[Procedure, str]:
    """As its file has it. Raises: UserError where there is none; ProblemsFound where it is
    broken."""
    procedures, problems = read_procedures(session.home.definitions)
    refuse(one for one in problems if one.position.file.name.startswith(f"{name}."))
    read = need_procedure(procedures, name)
    against = procedure_rules.check({name: read}, None)
    if against:
        raise ProblemsFound(against, Exit.RULE_BROKEN)
    return read.value, _text(session.home.definitions / read.document.file)


def _need_why(reason: str) -> None:
    if not reason.strip():
        raise UserError(say('needs --reason "…": the journal keeps why it was done'))


def _signer(session: Session) -> dict[str, str]:
    """By which name and key this machine's person signs; nothing where nobody believes it."""
    if not signing_key_file(session.home).exists():
        return {}
    mine = public_key_of(signing_key(session.home))
    named = [one.name for one in persons(session.home.definitions) if one.public_key == mine]
    return {"signer": named[0], "key": mine.hex()} if named else {}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(say("{file} cannot be read", file=file)) from error
