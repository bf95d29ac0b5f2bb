"""An entitlement or a figure that is edited today changes no number of July."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from licensing.counting.figure import declared_at
from licensing.papers.measure import Metric
from tests.unit.licensing.place import APRIL, ENTITLEMENT, JULY, TODAY, Place, on


def test_a_quantity_that_is_edited_holds_from_today_on(place: Place) -> None:
    """Case 65's brother: the top-up is written over the number instead of into a second file."""
    place.edit(ENTITLEMENT, "quantity: 128", "quantity: 20")
    assert [place.numbers(at) for at in (JULY, TODAY)] == [("32", "128"), ("32", "20")]
    place.looks(TODAY)
    assert place.numbers(JULY) == ("32", "128")
    assert place.numbers(on("2026-11-25"), believed_at=None) == ("32", "128")


def test_an_entitlement_that_is_deleted_or_dated_anew_covers_its_own_year(place: Place) -> None:
    place.edit(ENTITLEMENT, "2026-04-01", "2027-04-01")
    place.edit(ENTITLEMENT, "2027-03-31", "2028-03-31")
    assert [place.numbers(at) for at in (JULY, TODAY)] == [("32", "128"), ("32", "0")]
    (place.files / ENTITLEMENT).unlink()
    assert [place.numbers(at) for at in (JULY, TODAY)] == [("32", "128"), ("32", "0")]


def test_a_contract_that_ended_earlier_covers_nothing_after_its_end(place: Place) -> None:
    place.edit(ENTITLEMENT, "ends_on: 2027-03-31", "ends_on: 2026-09-30")
    days = (JULY, on("2026-09-30T23:59"), on("2026-10-01"))
    assert [place.numbers(at)[1] for at in days] == ["128", "128", "0"]
    place.looks(TODAY)
    before = TODAY - timedelta(seconds=1)
    assert [place.numbers(at, believed_at=before)[1] for at in days] == ["128", "128", "128"]


def test_an_entitlement_whose_file_gets_another_name_is_counted_once(place: Place) -> None:
    new = place.files / "licensing/entitlements/database-of-2026.yaml"
    text = (place.files / ENTITLEMENT).read_text(encoding="utf-8")
    (place.files / ENTITLEMENT).unlink()
    new.write_text(text.replace("id: database-2026", "id: database-of-2026"), encoding="utf-8")
    assert [place.numbers(at) for at in (JULY, TODAY)] == [("32", "128"), ("32", "128")]
    place.looks(TODAY)
    place.edit(str(new.relative_to(place.files)), "quantity: 128", "quantity: 200")
    tomorrow = TODAY + timedelta(days=1)
    days = (JULY, TODAY, tomorrow)
    assert [place.numbers(at, tomorrow)[1] for at in days] == ["128", "128", "200"]


def test_days_that_a_spare_used_up_long_ago_are_not_free_once_more(place: Place) -> None:
    """Ten days in January, whose stays had ended before the fiscal year of the marks began."""
    place.edit(ENTITLEMENT, "rule: sql-server-core-host", "rule: oracle-processor-failover")
    place.edit(ENTITLEMENT, "starts_on: 2026-04-01", "starts_on: 2026-01-01")
    place.edit(
        ENTITLEMENT, "starts_on: 2026-01-01", "starts_on: 2026-01-01\nchanged_on: 2026-01-01"
    )
    place.runs("pri-01", on("2026-01-05"), "db-3")
    place.runs("pri-02", on("2026-01-10"), "db-2", passive=True)
    place.goes("db-2", on("2026-01-20"))
    place.runs("pri-02", on("2026-11-25"), "db-2", passive=True)
    assert [place.numbers(at)[0] for at in (JULY, TODAY)] == ["16", "32"]


MEMBER = "tenants/members/hita.yaml"


@pytest.fixture
def counting_staff(place: Place) -> Place:
    """All who work for the municipalities count, and somebody has looked at the files."""
    place.edit(ENTITLEMENT, "rule: sql-server-core-host", "rule: oracle-java-employee")
    place.edit(ENTITLEMENT, "starts_on", "changed_on: 2026-04-01\nstarts_on")
    place.looks(APRIL + timedelta(days=1))
    return place


def staff(place: Place, at: datetime, believed_at: datetime | None = None) -> int:
    """Of Hita alone."""
    known = place.known(believed_at=believed_at)
    return declared_at(known.world.park.declared, Metric.STAFF, at)["hita"]


def test_a_figure_that_is_written_over_changes_no_number_of_july(counting_staff: Place) -> None:
    place = counting_staff
    place.edit(
        MEMBER, "staff: {count: 669, as_of: 2010-04-01}", "staff: {count: 600, as_of: 2010-04-01}"
    )
    assert [staff(place, at) for at in (JULY, TODAY)] == [669, 600]


def test_a_new_years_staff_leaves_last_years_number_as_it_was(counting_staff: Place) -> None:
    place = counting_staff
    place.edit(
        MEMBER, "staff: {count: 669, as_of: 2010-04-01}", "staff: {count: 600, as_of: 2026-10-01}"
    )
    days = (JULY, on("2026-09-30T23:59"), on("2026-10-01"), TODAY)
    assert [staff(place, at) for at in days] == [669, 669, 600, 600]
    place.looks(TODAY)
    before = TODAY - timedelta(seconds=1)
    assert [staff(place, at, before) for at in days] == [669, 669, 669, 669]


def test_a_figure_of_the_past_is_corrected_by_the_day_that_it_names(counting_staff: Place) -> None:
    place = counting_staff
    declared = place.files / "licensing/declarations/hita.yaml"
    declared.parent.mkdir(exist_ok=True)
    declared.write_text(
        "member: hita\nfigures:\n  - {counts: staff, count: 700, as_of: 2010-04-01,\n"
        "     source: 定員管理調査, changed_on: 2026-06-01}\n",
        encoding="utf-8",
    )
    days = (on("2026-05-31"), JULY, TODAY)
    assert [staff(place, at) for at in days] == [669, 700, 700]


def test_a_moment_in_utc_that_is_april_in_japan_counts_by_what_holds_in_april(
    place: Place,
) -> None:
    before = datetime.fromisoformat("2027-03-31T14:59:00+00:00")
    april = datetime.fromisoformat("2027-03-31T15:00:00+00:00")
    assert [place.numbers(at, april)[1] for at in (before, april)] == ["128", "0"]
    place.edit(ENTITLEMENT, "quantity: 128", "quantity: 20")
    place.looks(datetime.fromisoformat("2026-11-29T15:30:00+00:00"))  # 30 November in Japan
    days = (on("2026-11-29T23:00"), on("2026-11-30T00:10"))
    assert [place.numbers(at, april)[1] for at in days] == ["128", "20"]


def test_a_mark_is_compared_with_what_was_owned_on_its_own_day(place: Place) -> None:
    """The tightest is told: 4 of the 8 that were owned, not 4 of the 100 of today."""
    place.edit(ENTITLEMENT, "rule: sql-server-core-host", "rule: ibm-vpc")
    place.edit(ENTITLEMENT, "quantity: 128", "quantity: 8\nchanged_on: 2026-04-01")
    place.looks(on("2026-10-10"))
    assert place.numbers(on("2026-10-20")) == ("4", "8")
    place.edit(ENTITLEMENT, "quantity: 8\nchanged_on: 2026-04-01", "quantity: 6")
    assert place.numbers(TODAY) == ("4", "6")
    place.edit(ENTITLEMENT, "quantity: 6", "quantity: 100")
    assert place.numbers(TODAY) == ("4", "8")
