"""The gallery: one mistake each, as a person makes it, and the exact sentence in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from blueprint import proof
from cli.reference.messages import templates
from core.home import REPOSITORY
from core.language import Language
from core.message import Message, in_english
from core.problem import Problem
from core.translation import translation
from infra.stacks import unasked
from infra.stacks.unasked import Stack
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
from tenants import overdue
from tenants.proposing import unreviewed
from tenants.rules import check
from tenants.store import read_definitions
from tests.errors.alert_cases import ALERT_CASES
from tests.errors.brother_cases import BROTHER_CASES
from tests.errors.cases import CASES, Case
from tests.errors.contact_cases import CONTACT_CASES
from tests.errors.declaration_cases import DECLARATION_CASES
from tests.errors.duty_cases import DUTY_CASES
from tests.errors.fence_cases import FENCE_CASES
from tests.errors.field_cases import FIELD_CASES
from tests.errors.file_cases import FILE_CASES
from tests.errors.hours_cases import HOURS_CASES
from tests.errors.licence_cases import LICENCE_CASES
from tests.errors.line_cases import LINE_CASES
from tests.errors.list_cases import LIST_CASES
from tests.errors.measure_cases import MEASURE_CASES
from tests.errors.member_cases import MEMBER_CASES
from tests.errors.name_cases import NAME_CASES
from tests.errors.operator_cases import OPERATOR_CASES
from tests.errors.override_cases import OVERRIDE_CASES
from tests.errors.past_cases import PAST_CASES
from tests.errors.procedure_cases import PROCEDURE_CASES
from tests.errors.purchase_cases import PURCHASE_CASES
from tests.errors.recovery_cases import RECOVERY_CASES
from tests.errors.reference_cases import REFERENCE_CASES
from tests.errors.rounding_cases import ROUNDING_CASES
from tests.errors.site_cases import SITE_CASES
from tests.errors.syntax_cases import SYNTAX_CASES
from tests.errors.uncounted_cases import UNCOUNTED_CASES
from tests.errors.value_cases import VALUE_CASES
from tests.lib.definitions import copied_to, put_back

JAPANESE = translation(Language.JA)
ALL_CASES = (
    *(*CASES, *LICENCE_CASES, *FENCE_CASES, *MEMBER_CASES),
    *(*MEASURE_CASES, *ROUNDING_CASES, *UNCOUNTED_CASES, *DECLARATION_CASES, *NAME_CASES),
    *(*VALUE_CASES, *FIELD_CASES, *SYNTAX_CASES, *FILE_CASES),
    *(*SITE_CASES, *RECOVERY_CASES, *PURCHASE_CASES, *PROCEDURE_CASES, *PAST_CASES),
    *(*ALERT_CASES, *DUTY_CASES, *OVERRIDE_CASES, *CONTACT_CASES, *HOURS_CASES),
    *(*BROTHER_CASES, *OPERATOR_CASES, *LIST_CASES, *REFERENCE_CASES, *LINE_CASES),
)

TODAY = date(2026, 11, 26)


def found_in(root: Path, stacks: tuple[Stack, ...] = ()) -> list[Problem]:
    definitions, problems = read_definitions(root)
    licences, more = read_licences(root)
    procedures, of_procedures = read_procedures(root)
    matrix, of_matrix = read_matrix(root)
    alerts, of_alerts = read_alerts(root)
    operators, of_operators = read_operators(root)
    names = (*alerts.value.alerts, *GENERATED) if alerts else None if of_alerts else ()
    problems += of_operators
    problems += more + of_procedures + of_matrix + of_alerts
    problems += procedure_rules.check(procedures, names)
    if alerts is not None:
        sound = None if matrix is None or matrix_rules.of_itself(matrix) else matrix
        problems += check_alerts(alerts, procedures, sound)
    if definitions is not None and matrix is not None:
        problems += matrix_rules.check(matrix, definitions)
        problems += access_rules.check(Staff(operators, matrix), definitions)
    if definitions is not None:
        broken = check(definitions, TODAY)
        problems += overdue.lapsed(definitions, TODAY) + proof.problems(definitions, broken)
        problems += broken + licence_rules.check(licences, definitions, TODAY)
        problems += unasked.problems(definitions, stacks)
        problems += unreviewed(definitions)
    return sorted(problems)


Found = Callable[[Case], Sequence[Problem]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What is said of a case; each is made once, in a folder that is put back for the next."""
    shipped = copied_to(tmp_path_factory.mktemp("shipped"))
    root = copied_to(tmp_path_factory.mktemp("case"))

    @cache
    def said_of(case: Case) -> Sequence[Problem]:
        put_back(root, shipped)
        case.make(root)
        return found_in(root, case.stacks)

    return said_of


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_a_mistake_gets_its_sentence_in_both_languages(case: Case, found: Found) -> None:
    problems = found(case)
    assert [problem.text(in_english) for problem in problems] == list(case.english)
    assert [problem.text(JAPANESE) for problem in problems] == list(case.japanese)


def templates_of(message: Message) -> Iterator[str]:
    """The sentence's template, and those of the messages within it."""
    yield message.template
    for value in message.values.values():
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Message):
                yield from templates_of(inner)


def test_every_sentence_of_the_check_has_a_bad_file(found: Found) -> None:
    said = {
        template
        for case in ALL_CASES
        for problem in found(case)
        for template in templates_of(problem.message)
    }
    sayable = {
        template
        for template, module in templates(REPOSITORY).items()
        if module.startswith(
            (
                "core/document.py",
                "core/reading.py",
                "core/surprises.py",
                "core/slips.py",
                "core/wording.py",
                "blueprint/proof.py",
                "tenants/rules/",
                "tenants/store.py",
                "tenants/changed_on.py",
                "licensing/papers/checks.py",
                "licensing/papers/declaration_checks.py",
                "licensing/papers/measure_checks.py",
                "licensing/papers/purchase_checks.py",
                "licensing/papers/rule_checks.py",
                "monitoring/responsibility/checks/",
                "monitoring/responsibility/store.py",
                "infra/stacks/unasked.py",
                "runbooks/rules.py",
            )
        )
    }
    assert sayable - said == NOT_FROM_A_FILE


NOT_FROM_A_FILE = {
    # Of what comes with time alone: tests/unit/monitoring/responsibility/test_holidays.py.
    "{file}: the list of holidays ends on {day}, in {days} days; from then on offices would be "
    "called on holidays. Write the next one with `kumiai matrix holidays`",
    # Of stacks that keep nobody from anything: tests/unit/infra/stacks/test_unasked.py.
    "stack {stack} is empty and no file asks for it; "
    "remove it in `kumiai shell` with `pulumi stack rm {stack}`",
    "stack {stack} is none of kumiai's, and holds {count} objects; "
    "whoever made it knows what they are",
    "at {site} {count} stacks stand that no file asks for any more: {stacks}; "
    "they are left as they are. Correct the files if that was not meant; if it was, take "
    "each away with `kumiai down MEMBER --site {site}`",
    # Of two municipalities that share addresses, which another rule refuses before:
    # tests/unit/blueprint/test_proof.py.
    "reaches another municipality: {way}; take out what leads there",
    # The parser's own words, for a reason that no file of anybody's has had yet.
    "is not valid YAML here: {reason}; compare with another file",
    # Pydantic's own words, for a kind of mistake that no field of ours can have today.
    "{reason}, got {got}",
}


def test_every_sentence_is_translated_and_keeps_its_places() -> None:
    import string

    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    wrong = [
        template
        for template in templates(REPOSITORY)
        if (JAPANESE(template) == template and template not in SAME_IN_BOTH)
        or not places(JAPANESE(template)) <= places(template)
    ]
    assert wrong == []


SAME_IN_BOTH = {
    *("{server}", "{host}", "{site}", "{stack}", "{subject}", "{subject} → {site}"),
    *("{stack}: {why}", "{member}: {what}", "{subject}: {kind} {name}"),
    "{channel} {address}",
    "$ kumiai {words}",
    "{detail}",
    "{file}",
    "{subject}: {what}",
    "{command}: {what}",
    "{name}: {why}",
    "vCPU",
    "GiB",
    "kumiai {version}",
    "{file}: {problem}",
    "{sites} …",
    "{what} …",
    "{kind} × {count}",
    "  {step}",
    "{server}",
    "{before} → {after}",
    "{before} → {after} vCPU",
    "{host}: {before} → {after}",
    "{parts}",
    "{member} {share}",
    "{product}: {title}",
    "  {member}: {share}",
    "  {server}: {doing}",
    "{server} → {host}",
    "{server} → {flavor}",
    "{server}: {before} → {host}",
}
