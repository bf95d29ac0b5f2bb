"""A procedure's steps, their order, and the words that are filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.document import Document
from monitoring.rules.rule_file import GENERATED
from runbooks.answers import refused
from runbooks.procedure import Accepts, Answer, Procedure, filled
from runbooks.store import read_procedures
from runbooks.vocabulary import Kind, Occasion
from tests.lib.alerts import shipped_alerts
from tests.lib.definitions import ROOT

STEP = """
    title: {ja: 見る, en: Look}
    do: {ja: 見る, en: Look}
    see: {ja: よい, en: It is well}
    otherwise: {ja: 直す, en: Mend it}
    who: {ja: 当直, en: The watch}
    answers: {well: {ask: {ja: よいか, en: Is it well?}, accepts: "yes"}}
    limit_minutes: 5
"""


def procedure(*steps: str) -> Procedure:
    """Of steps such as `a` or, where it comes after others, `b: [a]`."""
    text = "title: {ja: 題, en: Title}\nwhen: {ja: いつも, en: Always}\nsteps:\n"
    for step in steps:
        name, _, after = step.partition(": ")
        text += f"  {name}:{STEP}" + (f"    after: {after}\n" if after else "")
    document, problems = Document.parse(text, Path("test.yaml"))
    assert document is not None, problems
    found, problems = document.read_as(Procedure)
    assert found is not None, problems
    return found


def test_steps_come_in_the_order_of_the_listing() -> None:
    found = procedure("a1", "b1", "c1")
    assert found.in_order == ["a1", "b1", "c1"]
    assert [found.after(step) for step in found.steps] == [(), ("a1",), ("b1",)]


def test_a_step_may_wait_for_others_than_the_one_above_it() -> None:
    found = procedure("a1", "b1: [c1]", "c1: [a1]", "d1: []")
    assert found.in_order == ["a1", "c1", "b1", "d1"]


def test_steps_of_a_circle_have_no_order() -> None:
    assert procedure("a1", "b1: [c1]", "c1: [b1]", "d1: [a1]").in_order == ["a1", "d1"]


def test_a_text_is_filled_with_what_the_run_is_told() -> None:
    assert filled("{host} at {site}, {other}", {Kind.HOST: "pri-02", Kind.SITE: "primary"}) == (
        "pri-02 at primary, {other}"
    )


def test_every_occasion_and_every_alert_has_a_procedure_that_can_be_read() -> None:
    found, problems = read_procedures(ROOT)
    assert problems == []
    assert set(found) == {*Occasion, *shipped_alerts(), *GENERATED}


def test_files_of_a_rehearsal_need_no_procedures(tmp_path: Path) -> None:
    assert read_procedures(tmp_path) == ({}, [])


@pytest.mark.parametrize(
    ("accepts", "text", "why"),
    [
        (Accepts.YES, "yes", None),
        (Accepts.YES, "はい", None),
        (
            *(Accepts.YES, "no"),
            "seen: only yes lets it go on, got 'no'; see what the step says to do otherwise",
        ),
        (Accepts.NUMBER, "3", None),
        (Accepts.NUMBER, "three", "seen: must be a number, got 'three'"),
        (Accepts.NUMBER, "nan", "seen: must be at least 1, got nan"),
        (Accepts.NUMBER, "0", "seen: must be at least 1, got 0"),
        (Accepts.NUMBER, "11", "seen: must be at most 10, got 11"),
        (Accepts.DAY, "2026-11-26", None),
        (Accepts.DAY, "tomorrow", "seen: must be a date such as 2026-04-01, got 'tomorrow'"),
        (Accepts.TEXT, "佐藤", None),
        (Accepts.TEXT, "  ", "seen: must not be empty"),
    ],
)
def test_an_answer_is_taken_or_told_why_not(accepts: Accepts, text: str, why: str | None) -> None:
    asked = Answer(
        ask={"ja": "見たか", "en": "Seen?"},  # type: ignore[arg-type]
        accepts=accepts,
        at_least=1 if accepts is Accepts.NUMBER else None,
        at_most=10 if accepts is Accepts.NUMBER else None,
    )
    found = refused("seen", asked, text)
    assert (None if found is None else str(found)) == why
