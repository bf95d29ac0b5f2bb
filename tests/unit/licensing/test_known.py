"""The past as it was: an edit of a file changes no number of July, and what was believed stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from core.errors import ProblemsFound
from licensing.counting.rounding import shown
from licensing.known import hosts_in_no_file
from licensing.position.position import positions
from licensing.position.timeline import timeline
from tenants.store import read_definitions
from tests.lib.alive import told
from tests.unit.licensing.place import APRIL, ENTITLEMENT, HOST, JULY, PRIMARY, TODAY, Place, on


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


def test_hosts_that_run_licensed_products_and_stand_in_no_file_are_named(place: Place) -> None:
    place.runs("pri-99", APRIL, "db-2")
    definitions, _ = read_definitions(place.files)
    assert definitions is not None
    assert hosts_in_no_file(place.ledger, definitions, TODAY) == {"primary": ["pri-99"]}


def test_check_tells_a_host_that_the_ledger_knows_and_no_file_has(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.runs("pri-99", APRIL, "db-2")
    monkeypatch.setenv("KUMIAI_HOME", str(tmp_path))
    monkeypatch.setenv("KUMIAI_DEFINITIONS", str(place.files))
    done = CliRunner().invoke(app, ["--lang", "en", "check"])
    assert done.exit_code == 0
    assert told(done.stderr) == [
        "primary: licensed products run on pri-99, which infra/sites does not have; they count as "
        "they were last known, else as the largest host; write them into it"
    ]
