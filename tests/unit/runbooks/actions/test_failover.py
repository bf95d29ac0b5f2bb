"""The plan of a failover, from the files, the ledger and what was verified last."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from blueprint.member import blueprint_of
from infra.verify.kept import record
from infra.verify.verdicts import Verdict, digest_of
from licensing.collecting.nova import Site as AskedSite
from licensing.collecting.nova import reconcile
from recovery.plan import FailoverPlan
from runbooks.actions.failover import before_failover, failover_plans
from runbooks.pace import Pace
from runbooks.runs import RunFolder
from tenants.placing import moved
from tenants.vocabulary import Priority
from tests.lib.acts import NOW, Acts, sentences
from tests.lib.procedures import PROCEDURES, begun, ran


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    return Acts.at(tmp_path)


def verified(acts: Acts, stack: str, missing: int = 0) -> None:
    slug, site = stack.split(".")
    digest = digest_of(blueprint_of(acts.definitions, slug, site))
    seen_at = NOW - timedelta(hours=2)
    record(acts.home, Verdict(stack, seen_at, digest, reached=True, missing=missing, extra=0))


def ways(plans: list[FailoverPlan]) -> list[tuple[str, str, list[str]]]:
    return [(one.source, one.target, [m.member for m in one.members]) for one in plans]


def against_usuki(acts: Acts) -> list[str]:
    [plan] = failover_plans(acts.given, None, ["usuki"])
    return sentences(plan.members[0].not_ready)


def test_everybody_goes_to_the_site_that_stands_by_for_his_own(acts: Acts) -> None:
    usuki = acts.definitions.members["usuki"].value
    placement = acts.definitions.placement
    away = moved(placement.value, usuki, ("primary", "remote"), to="remote")
    acts.definitions = replace(acts.definitions, placement=replace(placement, value=away))
    chosen = ["aya", "usuki"]
    assert ways(failover_plans(acts.given, None, chosen)) == [
        ("primary", "remote", ["aya"]),
        ("remote", "primary", ["usuki"]),
    ]
    assert ways(failover_plans(acts.given, "remote", [])) == [("remote", "primary", ["usuki"])]


def test_a_tier_is_whoever_has_a_system_of_it(acts: Acts) -> None:
    [plan] = failover_plans(acts.given, None, [], Priority.C)
    assert [one.member for one in plan.members] == ["yufu", "hyuga", "usa", "nobeoka"]


def test_a_stack_that_nobody_has_verified_of_late_is_not_ready(acts: Acts) -> None:
    unknown = (
        "whether usuki.remote stands as agreed was not verified in the last day; "
        "run `kumiai verify usuki`"
    )
    assert against_usuki(acts) == [unknown, "there is no proven copy of core"]
    verified(acts, "usuki.remote", missing=1)
    assert against_usuki(acts) == [
        "usuki.remote did not stand as agreed when it was verified last; see `kumiai verify usuki`",
        "there is no proven copy of core",
    ]
    verified(acts, "usuki.remote")
    assert against_usuki(acts) == ["there is no proven copy of core"]


def test_what_runs_at_the_lost_site_asks_for_its_licences_at_the_other(acts: Acts) -> None:
    acts.nova.runs("usuki-core-db-1", "pri-03")
    reconcile(acts.given.ledger(), AskedSite("primary", acts.nova, acts.definitions), NOW)
    [plan] = failover_plans(acts.given, None, ["usuki"])
    assert [str(one.told) for one in plan.licences if "database" in str(one.told)] == [
        "database: 56 → 56 licences of 128 owned; allowed"
    ]


def test_a_ledger_that_does_not_answer_is_a_reason_and_no_end(acts: Acts) -> None:
    acts.environment = {"KUMIAI_LEDGER_URL": "postgresql+psycopg://kumiai@127.0.0.1:1/none"}
    assert against_usuki(acts)[-1].startswith("licences: ")


def test_how_long_people_take_before_is_by_runs_of_the_procedure_that_begins_it(acts: Acts) -> None:
    """Two steps of a second each; a run whose journal was changed says nothing."""
    assert before_failover(acts.given, "primary") == ("site-loss", None)
    for number in (1, 2, 3):
        model = begun(PROCEDURES["site-loss"])
        ran(model)
        run = RunFolder(acts.home.runs / f"2026110{number}-030000-site-loss")
        first, *others = model.lines
        for line in (replace(first, facts={**first.facts, "procedure": "site-loss"}), *others):
            run.add(line)
    text = run.journal.read_text("utf-8")
    run.journal.write_text(text.replace("surely_lost", "surely_last"), "utf-8")
    name, people = before_failover(acts.given, "primary")
    assert (name, people) == ("site-loss", Pace(2 / 60, 2))
    assert before_failover(acts.given, None) == ("member-failover", None)
