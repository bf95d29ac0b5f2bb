"""The past as it was: an edit of a file changes no number of July, and what was believed stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from blueprint.naming import Role
from core.eras import JAPAN
from core.errors import ProblemsFound
from licensing.change.licensing import Licensing
from licensing.change.said import said
from licensing.counting.figure import declared_at
from licensing.counting.rounding import shown
from licensing.known import known_at
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Sighting, Source
from licensing.papers.measure import Metric
from licensing.papers.store import read_licences
from licensing.position.position import positions
from licensing.position.timeline import timeline
from tenants.store import read_definitions
from tests.lib.definitions import copied_to

PRIMARY = "infra/sites/primary.yaml"
ENTITLEMENT = "licensing/entitlements/database-2026.yaml"
DATABASE = Role("core", ("database",))
HOST = "{host_class: general, sockets: 2, cores_per_socket: 16, ram_gib: 256}"


def on(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=JAPAN)


APRIL, JULY, TODAY = on("2026-04-01"), on("2026-07-01"), on("2026-11-26T12:00")


def sockets(count: int) -> tuple[str, str]:
    """An edit of pri-01, which has two."""
    text = "pri-01: {host_class: general, sockets: "
    return f"{text}2", f"{text}{count}"


class Place:
    """A home with files that somebody edits, and a ledger that hears of servers and looks."""

    def __init__(self, folder: Path) -> None:
        self.files = copied_to(folder)
        self.ledger = Ledger.opened(sqlite_url(folder / "ledger.sqlite"))

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.files / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def runs(
        self, host: str, since: datetime, server: str = "db-1", *, passive: bool = False
    ) -> None:
        role = replace(DATABASE, passive=passive)
        self._heard(
            server, since, Machine(f"hita-core-{server}", "hita", role, "primary", host, 4, True)
        )

    def goes(self, server: str, at: datetime) -> None:
        self._heard(server, at, None)

    def _heard(self, server: str, at: datetime, machine: Machine | None) -> None:
        told = Sighting(f"{server} {at}", server, at, machine, Source.NOTIFICATION)
        self.ledger.record([told], at)

    def looks(self, now: datetime) -> None:
        """As the collector does: what the files say is remembered."""
        definitions, _ = read_definitions(self.files)
        assert definitions is not None
        self.ledger.remember(said(definitions, read_licences(self.files)[0]), now)

    def known(self, now: datetime = TODAY, believed_at: datetime | None = None) -> Licensing:
        definitions, problems = read_definitions(self.files)
        licences, more = read_licences(self.files)
        assert definitions is not None
        assert not problems + more
        return known_at(
            self.ledger, licences, definitions, now, believed_at=believed_at, since=APRIL
        )

    def numbers(
        self, at: datetime, now: datetime = TODAY, believed_at: datetime | None = None
    ) -> tuple[str, str]:
        """Required and entitled of the database at `at`."""
        known = self.known(now, believed_at)
        [found] = [
            p
            for p in positions(known.licences, known.world.park, known.world.stays, at)
            if p.product == "database"
        ]
        return shown(found.required.licences), shown(found.entitled)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Since April one server runs on pri-01, and the files have been looked at."""
    found = Place(tmp_path)
    found.edit(ENTITLEMENT, "rule: oracle-processor", "rule: sql-server-core-host")
    found.runs("pri-01", APRIL)
    found.looks(APRIL)
    yield found
    found.ledger.close()


def test_a_host_that_is_changed_today_changes_no_number_of_july(place: Place) -> None:
    assert place.numbers(JULY) == ("32", "128")
    place.edit(
        PRIMARY,
        "pri-01: {host_class: general, sockets: 2",
        "pri-01: {host_class: general, sockets: 4",
    )
    assert [place.numbers(at) for at in (JULY, TODAY)] == [("32", "128"), ("64", "128")]
    place.looks(TODAY)
    tomorrow = TODAY + timedelta(days=1)
    assert [place.numbers(at, tomorrow) for at in (JULY, TODAY, tomorrow)] == [
        ("32", "128"),
        ("64", "128"),
        ("64", "128"),
    ]


def test_a_host_that_is_replaced_by_a_smaller_one_keeps_the_mark_that_was_reached(
    place: Place,
) -> None:
    """Case 104."""
    place.edit(
        PRIMARY,
        "pri-01: {host_class: general, sockets: 2",
        "pri-01: {host_class: general, sockets: 1",
    )
    known = place.known()
    stays = known.world.stays["database"]
    line = timeline(known.licences, "database", known.world.park, stays, APRIL, TODAY)
    assert line is not None
    assert shown(line.highest.licences) == "32"
    assert line.highest.at == APRIL


def test_a_host_that_leaves_the_file_counts_as_it_was_last_known(place: Place) -> None:
    """Case 100."""
    place.edit(
        PRIMARY,
        "  pri-01: {host_class: general, sockets: 2, cores_per_socket: 16, ram_gib: 256}\n",
        "",
    )
    known = place.known()
    [found] = [
        p
        for p in positions(known.licences, known.world.park, known.world.stays, TODAY)
        if p.product == "database"
    ]
    assert (shown(found.required.licences), found.undeclared) == ("32", ("pri-01",))
    assert place.numbers(JULY) == ("32", "128")


def test_a_host_that_gets_another_name_keeps_its_july(place: Place) -> None:
    place.edit(PRIMARY, "pri-01:", "pri-01a:")
    place.runs("pri-01a", on("2026-11-20"))
    place.looks(on("2026-11-20"))
    assert place.numbers(JULY) == ("32", "128")


def test_a_host_more_is_within_reach_from_the_day_of_its_file_on(place: Place) -> None:
    place.edit(ENTITLEMENT, "rule: sql-server-core-host", "rule: oracle-processor")
    place.edit(
        ENTITLEMENT, "starts_on: 2026-04-01", "starts_on: 2026-04-01\nchanged_on: 2026-04-01"
    )
    assert place.numbers(JULY) == ("56", "128")
    place.edit(
        PRIMARY,
        "  pri-01:",
        f"  pri-05: {HOST}\n  pri-01:",
    )
    assert [place.numbers(at) for at in (JULY, TODAY)] == [("56", "128"), ("72", "128")]


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


def test_a_day_that_a_file_names_corrects_the_past_and_what_was_believed_stays(
    place: Place,
) -> None:
    place.edit(
        PRIMARY,
        "pri-01: {host_class: general, sockets: 2,",
        "pri-01: {host_class: general, changed_on: 2026-06-15, sockets: 1,",
    )
    place.looks(TODAY)
    days = (on("2026-06-01"), on("2026-10-01"))
    assert [place.numbers(at)[0] for at in days] == ["32", "16"]
    yesterday = TODAY - timedelta(days=1)
    assert place.numbers(on("2026-10-01"), believed_at=yesterday)[0] == "32"
    # the day belongs to that change; the next edit holds from its own day on
    place.edit(
        PRIMARY, "changed_on: 2026-06-15, sockets: 1,", "changed_on: 2026-06-15, sockets: 4,"
    )
    later = TODAY + timedelta(days=200)
    assert [place.numbers(at, later)[0] for at in (days[1], later)] == ["16", "64"]


def test_who_only_asks_leaves_no_trace_of_a_file_that_was_tried_out(place: Place) -> None:
    before = place.ledger.facts()
    place.edit(
        PRIMARY,
        "pri-01: {host_class: general, sockets: 2",
        "pri-01: {host_class: general, sockets: 8",
    )
    place.numbers(TODAY)
    assert place.ledger.facts() == before


def test_the_first_question_remembers_what_the_files_say(tmp_path: Path) -> None:
    """So that an edit after it changes no past number, where no collector looks."""
    place = Place(tmp_path)
    place.runs("pri-01", APRIL)
    assert place.numbers(JULY) == ("56", "128")
    place.edit(PRIMARY, "cores_per_socket: 24", "cores_per_socket: 64")
    assert place.numbers(JULY) == ("56", "128")
    believed = TODAY - timedelta(days=100)
    assert place.numbers(JULY, believed_at=believed) == ("56", "128")
    place.ledger.close()


def test_a_rule_by_which_the_past_was_counted_is_not_deleted(place: Place) -> None:
    place.edit(ENTITLEMENT, "rule: sql-server-core-host", "rule: oracle-processor")
    (place.files / "licensing/rules/sql-server-core-host.yaml").unlink()
    with pytest.raises(ProblemsFound) as refused:
        place.known()
    assert refused.value.text() == (
        "licensing/rules/sql-server-core-host.yaml:1:1: sql-server-core-host: the file is gone, "
        "and database-2026 was counted by it; restore it from git"
    )


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
