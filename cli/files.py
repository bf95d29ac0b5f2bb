"""The consortium's files, read and checked, for every command that acts on them. Adapter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from cli.session import Session
from core.errors import Exit, ProblemsFound, UserError
from core.message import Message, say
from core.problem import Problem
from licensing.papers.licences import Licences
from tenants import overdue
from tenants.concerning import Concerned, divided
from tenants.definitions import Definitions, Read
from tenants.store import read_definitions

if TYPE_CHECKING:
    from infra.stacks.unasked import Stack
    from monitoring.responsibility.matrix import Matrix
    from monitoring.rules.alert import Alert, Alerts

LICENCES = "licensing"
RESPONSIBILITY = "monitoring"
"""Who is called, and who may log in."""
ASIDE = (RESPONSIBILITY, "runbooks")
"""And procedures: the one that is run is looked at by itself."""


def checked_definitions(session: Session) -> Definitions:
    """Everything the consortium has agreed.

    Raises: ProblemsFound with every problem of form (exit 10) or of rules (exit 11).
    """
    findings = findings_of(session)
    tell_notes(session, findings)
    return _sound(findings)[0]


def proposed_definitions(session: Session) -> Definitions:
    """The same, for what proposes more: several files are begun before one of them is filled in.

    Raises: ProblemsFound with every problem but marks that only a person can take away.
    """
    findings = findings_of(session)
    tell_notes(session, findings)
    if findings.definitions is None or findings.form or findings.rules:
        raise ProblemsFound(findings.problems, findings.exit_code)
    return findings.definitions


@dataclass(frozen=True, slots=True)
class Concerning:
    """As much of the files as an act needs that is about some municipalities alone."""

    definitions: Definitions
    """Without the municipalities whose files are left aside."""
    licences: Licences
    of_licences: tuple[Problem, ...] = ()
    """What is wrong in files about licences: it concerns whatever counts them, and nothing else."""
    aside: tuple[Problem, ...] = ()
    """What concerns none of them."""


def all_files(session: Session) -> Concerning:
    """For an act that is about all of them. Raises: ProblemsFound where a file or a rule is
    broken."""
    return Concerning(*checked_files(session))


def files_concerning(session: Session, concerned: Concerned, *needed: str) -> Concerning:
    """What is wrong elsewhere keeps nobody from an act of theirs at 3 a.m.

    `needed`: which of `ASIDE` have to be whole too, and `LICENCES` where licences are counted.

    Raises: ProblemsFound where a file is broken that all share, or that of one who is concerned.
    """
    findings = findings_of(session)
    areas: dict[str, list[Problem]] = defaultdict(list)
    for problem in findings.problems:
        areas[problem.position.file.parts[0]].append(problem)
    of_licences = [] if LICENCES in needed else areas.pop(LICENCES, [])
    elsewhere = [areas.pop(one, []) for one in ASIDE if one not in needed]
    mine, others = divided(sorted(chain(*areas.values())), concerned)
    if findings.definitions is None or mine:
        code = Exit.FILE_INVALID if set(mine) & set(findings.form) else Exit.RULE_BROKEN
        raise ProblemsFound(mine or findings.problems, code)
    return Concerning(
        findings.definitions.without(others.keys()),
        findings.licences,
        tuple(of_licences),
        tuple(sorted(chain(*others.values(), *elsewhere))),
    )


def tell_aside(session: Session, found: Concerning) -> None:
    """Which files are broken and keep the act from nothing."""
    files = sorted({str(one.position.file) for one in (*found.aside, *found.of_licences)})
    if files:
        session.complain(
            say(
                "broken, and left aside since this is not about them: {files}; see `kumiai check`",
                files=tuple(files),
            )
        )


def need_site(definitions: Definitions, site: str | None) -> None:
    """Raises: UserError where a site is named that there is none of."""
    if site is not None:
        definitions.need_site(site)


def need_members(definitions: Definitions, members: Sequence[str]) -> None:
    """Raises: UserError where a municipality is named that there is none of."""
    for member in members:
        definitions.need_member(member)


def checked_files(session: Session) -> tuple[Definitions, Licences]:
    """The same, and what is written about licences. Raises: as `checked_definitions`."""
    return _sound(findings_of(session))


def checked_matrix(session: Session) -> tuple[Definitions, Matrix]:
    """The same, and who answers for what. Raises: UserError where that is not written at all."""
    return _with_matrix(session)[1:]


def checked_alerts(session: Session) -> tuple[Definitions, Matrix, Mapping[str, Alert]]:
    """The same, and what is watched for. Raises: UserError where that is not written at all."""
    from monitoring.rules.store import ALERTS_FILE

    findings, definitions, matrix = _with_matrix(session)
    if findings.alerts is None:
        raise UserError(
            say(
                "there is no {file}, where it would stand what is watched for; begin with the one "
                "that kumiai comes with",
                file=ALERTS_FILE,
            )
        )
    return definitions, matrix, findings.alerts.value.alerts


def _with_matrix(session: Session) -> tuple[Findings, Definitions, Matrix]:
    from monitoring.responsibility.matrix import MATRIX_FOLDER

    findings = findings_of(session)
    tell_notes(session, findings)
    definitions, _ = _sound(findings)
    if findings.matrix is None:
        raise UserError(
            say(
                "there is no {folder}, where it would stand who answers for what; begin with the "
                "one that kumiai comes with",
                folder=MATRIX_FOLDER,
            )
        )
    return findings, definitions, findings.matrix


def tell_notes(session: Session, findings: Findings) -> None:
    """Beside the output, which a program may read; a file that is wrong would make phantoms."""
    if findings.problems:
        return
    for note in findings.notes:
        session.complain(note)
    for problem in findings.lapsed:
        session.complain(say("{member}: {what}", member=problem.subject, what=problem.message))


def _sound(findings: Findings) -> tuple[Definitions, Licences]:
    if findings.definitions is None or findings.problems:
        raise ProblemsFound(findings.problems, findings.exit_code)
    return findings.definitions, findings.licences


@dataclass(frozen=True, slots=True)
class Findings:
    """What could be read, and what is wrong: in the form of a file, or against a rule."""

    definitions: Definitions | None
    licences: Licences
    matrix: Matrix | None
    alerts: Read[Alerts] | None
    form: tuple[Problem, ...]
    rules: tuple[Problem, ...]
    unreviewed: tuple[Problem, ...] = ()
    """What was proposed, and nobody has looked at yet."""
    notes: tuple[Message, ...] = ()
    """What a person should know, and what keeps nobody from anything."""
    lapsed: tuple[Problem, ...] = ()
    """What the day alone has made wrong: no act waits for it, a check tells it as a problem."""

    @property
    def problems(self) -> list[Problem]:
        return sorted(self.form + self.rules + self.unreviewed)

    @property
    def exit_code(self) -> Exit:
        if self.form:
            return Exit.FILE_INVALID
        return Exit.RULE_BROKEN if self.problems else Exit.DONE


def findings_of(session: Session) -> Findings:
    """All files, all rules, all problems at once."""
    from blueprint import proof
    from infra.stacks import unasked
    from licensing.papers import checks as licence_rules
    from licensing.papers.store import read_licences
    from monitoring.access import checks as access_rules
    from monitoring.access.staff import Staff
    from monitoring.access.store import read_operators
    from monitoring.responsibility import checks as matrix_rules
    from monitoring.responsibility.store import read_matrix
    from monitoring.rules.checks import check as check_alerts
    from monitoring.rules.rule_file import GENERATED
    from monitoring.rules.store import read_alerts
    from runbooks import rules as procedure_rules
    from runbooks.store import read_procedures
    from tenants.proposing import unreviewed
    from tenants.rules import check

    definitions, form = read_definitions(session.home.definitions)
    licences, more = read_licences(session.home.definitions)
    procedures, of_procedures = read_procedures(session.home.definitions)
    matrix, of_matrix = read_matrix(session.home.definitions)
    alerts, of_alerts = read_alerts(session.home.definitions)
    operators, of_operators = read_operators(session.home.definitions)
    form += more + of_procedures + of_matrix + of_alerts + of_operators
    today = session.now().date()
    named = (*alerts.value.alerts, *GENERATED) if alerts else None if of_alerts else ()
    rules = procedure_rules.check(procedures, named)
    notes: tuple[Message, ...] = ()
    marked: tuple[Problem, ...] = ()
    lapsed: tuple[Problem, ...] = ()
    if definitions is not None:
        broken = check(definitions, today)
        marked = tuple(unreviewed(definitions))
        definitions = definitions.originals
        rules += [*broken, *proof.problems(definitions, broken)]
        there, unread = _there(session, definitions)
        rules += unasked.problems(definitions, there)
        rules += licence_rules.check(licences, definitions, today)
        there_are = [read.value for read in definitions.members.values()]
        lapsed = tuple(overdue.lapsed(definitions, today))
        definitions = overdue.in_force(definitions, today)
        notes = (*unread, *unasked.notes(definitions, there), *overdue.notes(there_are, today))
    if definitions is not None and matrix is not None:
        rules += matrix_rules.check(matrix, definitions)
        rules += access_rules.check(Staff(operators, matrix), definitions)
        notes = (*notes, *matrix_rules.notes(matrix, today))
    if alerts is not None:
        sound = None if matrix is None or matrix_rules.of_itself(matrix) else matrix
        rules += check_alerts(alerts, procedures, sound)
    return Findings(
        definitions,
        licences,
        matrix,
        alerts,
        tuple(form),
        tuple(rules),
        unreviewed=marked,
        notes=notes,
        lapsed=lapsed,
    )


def _there(session: Session, definitions: Definitions) -> tuple[Sequence[Stack], Sequence[Message]]:
    """Stacks that no file asks for; whoever may only look at the files is told that nobody looked.

    What such a user begins beyond that is refused where it needs the state.
    """
    from infra.stacks.strays import strays

    try:
        return strays(session.home, definitions), ()
    except PermissionError as error:
        unread = say(
            "{file} may not be read by this user: nobody looked whether a stack stands that no "
            "file asks for",
            file=error.filename,
        )
        return (), (unread,)
