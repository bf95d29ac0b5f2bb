"""Whatever lies in the folders, nobody ever sees a traceback, and each problem has its place."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from blueprint.member import blueprint_of
from core.document import Document
from core.language import Language
from core.message import Message, in_english
from core.names import harmless
from core.problem import Problem
from core.translation import translation
from licensing.papers import checks as licence_rules
from licensing.papers.licences import Licences
from licensing.papers.store import read_licences
from monitoring.responsibility import checks as matrix_rules
from monitoring.responsibility.duties import Responsibilities
from monitoring.responsibility.holidays import Holidays
from monitoring.responsibility.layers import Layers
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.party import Parties
from runbooks import rules as procedure_rules
from runbooks.procedure import Procedure
from tenants.catalogue_model import Catalogue
from tenants.consortium_model import Consortium, Placement
from tenants.definitions import Definitions, Read
from tenants.matrix import read_matrix
from tenants.member import Member
from tenants.recovery_model import Recovery
from tenants.rules import check
from tenants.site import Site
from tenants.table import decoded
from tests.lib.definitions import ROOT, shipped
from tests.lib.effort import ALL, SEED, chance
from tests.lib.generated import Generated, generated
from tests.lib.generated_tables import generated_table
from tests.lib.matrix import shipped_matrix

DOCUMENTS = 100_000 if ALL else 400
TABLES = 100_000 if ALL else 400

JAPANESE = translation(Language.JA)


def test_no_document_ends_in_a_traceback_and_every_problem_has_its_place() -> None:
    harm: list[str] = []
    for number in range(DOCUMENTS):
        one = generated(chance(f"document {number}"))
        try:
            wrong = [text for problem in problems_of(one) for text in wrong_with(problem, one)]
        except Exception:
            wrong = [traceback.format_exc(limit=-3)]
        harm += [f"document {number}, seed {SEED}, {one.file}: {text}" for text in wrong]
    assert harm == []


def test_no_table_ends_in_a_traceback_and_what_is_read_is_whole() -> None:
    harm: list[str] = []
    members = [read.value for read in shipped().members.values()]
    catalogue = shipped().catalogue.value
    for number in range(TABLES):
        raw = generated_table(chance(f"table {number}"), catalogue, members)
        try:
            text = decoded(raw)
        except UnicodeDecodeError:
            continue
        try:
            matrix, problems = read_matrix(text, catalogue, members)
            assert (matrix is None) == bool(problems)
            said = [*problems, *(matrix.warnings if matrix is not None else ())]
            wrong = [text for message in said for text in unfit(message)]
            for slug, keys in matrix.services.items() if matrix is not None else ():
                if len(set(keys)) != len(keys):
                    wrong.append(f"{slug} has a service twice: {keys}")
        except Exception:
            wrong = [traceback.format_exc(limit=-3)]
        harm += [f"table {number}, seed {SEED}: {text}" for text in wrong]
    assert harm == []


def problems_of(one: Generated) -> list[Problem]:
    """Everything that `kumiai check` would say with this file in place of the shipped one."""
    document, problems = Document.decode(one.raw, one.file)
    assert (document is None) == bool(problems)
    if document is None:
        return problems
    value, problems = document.read_as(one.model)
    assert (value is None) == bool(problems)
    if value is None:
        return problems
    if isinstance(value, Procedure):
        return procedure_rules.check({one.file.stem: Read(document, value)})
    definitions, licences = laid_over(one, Read[Any](document, value))
    today = date(2026, 11, 26)
    found = check(definitions, today) + licence_rules.check(licences, definitions, today)
    found += matrix_rules.check(matrix_with(Read[Any](document, value)), definitions)
    if not found:
        for slug, read in definitions.members.items():
            blueprint_of(definitions, slug, read.value.home_site)
    return found


def laid_over(one: Generated, read: Read[Any]) -> tuple[Definitions, Licences]:
    definitions, licences = shipped_definitions(), shipped_licences()
    stem = one.file.stem
    match read.value:
        case Member():
            members = {**definitions.members, stem: read}
            return replace(definitions, members=members), licences
        case Site():
            return replace(definitions, sites={**definitions.sites, stem: read}), licences
        case Catalogue():
            return replace(definitions, catalogue=read), licences
        case Consortium():
            return replace(definitions, consortium=read), licences
        case Placement():
            return replace(definitions, placement=read), licences
        case Recovery():
            return replace(definitions, recovery=read), licences
    if "monitoring" in one.file.parts:
        return definitions, licences
    if "rules" in one.file.parts:
        return definitions, replace(licences, rules={**licences.rules, stem: read})
    entitlements = {**licences.entitlements, stem: read}
    return definitions, replace(licences, entitlements=entitlements)


def matrix_with(read: Read[Any]) -> Matrix:
    whole = shipped_duties()

    def part(kind: type, there: Read[Any]) -> Read[Any]:
        return read if isinstance(read.value, kind) else there

    return Matrix.of(
        part(Layers, whole.layers),
        part(Parties, whole.parties),
        part(Responsibilities, whole.responsibilities),
        part(Holidays, whole.holidays),
    )


@cache
def shipped_definitions() -> Definitions:
    return shipped()


@cache
def shipped_duties() -> Matrix:
    return shipped_matrix()


@cache
def shipped_licences() -> Licences:
    licences, _ = read_licences(ROOT)
    return licences


def wrong_with(problem: Problem, one: Generated) -> Iterable[str]:
    place = problem.position
    lines = 1 + one.raw.count(b"\n") + one.raw.count(b"\r")
    if place.line < 1 or place.column < 1:
        yield f"{problem} counts from zero"
    if place.file == one.file and place.line > lines + 1:
        yield f"{problem} lies behind the end of {lines} lines"
    yield from unfit(problem.message)
    for text in (problem.text(in_english), problem.text(JAPANESE)):
        if harmless(text) != text:
            yield f"{text!r} is not fit for a screen"


def unfit(message: Message) -> Iterable[str]:
    for text in (message.text(in_english), message.text(JAPANESE)):
        if harmless(text) != text:
            yield f"{text!r} is not fit for a screen"
        if len(text) > 2_000:
            yield f"{text[:200]!r}… is longer than anybody reads"
