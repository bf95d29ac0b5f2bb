"""What municipalities declare counts day by day, alone and beside what machines tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from blueprint.naming import Role
from licensing.counting.figure import Figure
from licensing.counting.history import History
from licensing.counting.park import Host, Park
from licensing.counting.requirement import required
from licensing.counting.rounding import shown
from licensing.counting.stay import Stay
from licensing.counting.sweep import sweep
from licensing.papers.measure import Metric
from licensing.papers.store import read_licences
from tests.lib.definitions import ROOT

RULES = {name: read.value for name, read in read_licences(ROOT)[0].rules.items()}
JAVA, NAMED_USER = RULES["oracle-java-employee"], RULES["oracle-named-user-plus"]
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
JULY = datetime(2026, 7, 1, tzinfo=UTC)
HOSTS = {"h1": Host("h1", "primary", 1, 4)}
PARK = Park(
    HOSTS,
    declared=(
        Figure(Metric.STAFF, "hita", APRIL, 744),
        Figure(Metric.STAFF, "usuki", APRIL, 419),
        Figure(Metric.STAFF, "usuki", JULY, 400),
        Figure(Metric.USERS, "hita", APRIL, 30, "database"),
        Figure(Metric.USERS, "hita", JULY, 75, "database"),
        Figure(Metric.USERS, "hita", APRIL, 9000, "groupware"),
    ),
)


def database(member: str = "hita") -> Stay:
    return Stay("vm1", member, "h1", 4, True, Role("core", ("database",)), APRIL, None)


@pytest.mark.parametrize(("at", "staff"), [(APRIL, "1163"), (JULY, "1144")])
def test_staff_counts_as_it_was_on_that_day(at: datetime, staff: str) -> None:
    assert shown(required(JAVA, PARK, [], at).licences) == staff
    assert shown(History([]).licences(JAVA, PARK, at)) == staff


def test_nothing_is_required_before_anybody_declared_anything() -> None:
    assert required(JAVA, PARK, [], APRIL - timedelta(days=1)).licences == 0


def test_a_rule_may_count_only_those_where_it_runs() -> None:
    rule = JAVA.model_copy(update={"where_it_runs": True})
    assert shown(required(rule, PARK, [database("usuki")], APRIL).licences) == "419"
    assert shown(required(rule, PARK, [], APRIL).licences) == "0"


def test_users_count_from_the_day_on_which_they_are_more_than_the_floor() -> None:
    here = PARK.for_product("database")
    swept = {at: shown(licences) for at, licences in sweep(NAMED_USER, here, [database()])}
    assert swept == {APRIL: "50", JULY: "75"}


def test_the_users_of_another_product_do_not_count() -> None:
    found = required(NAMED_USER, PARK.for_product("database"), [database()], APRIL)
    assert shown(found.licences) == "50"
    assert [step.text() for step in found.steps][-1] == "the larger of 30, 50"
