"""What a site's layout starts from, and what is made of it."""

from __future__ import annotations

from datetime import UTC, datetime

from blueprint.naming import Role
from licensing.change.layout import Layout
from licensing.change.licensing import licensing_of
from licensing.change.proposal import Proposal, capacity_of, loads_at, needed_at
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Source
from licensing.papers.store import read_licences
from tests.lib.definitions import ROOT, shipped

NOW = datetime(2026, 11, 26, tzinfo=UTC)
DEFINITIONS = shipped()
DATABASE = Machine(
    "usuki-core-db-1",
    "usuki",
    Role("core", ("database",)),
    "primary",
    "pri-03",
    2,
    powered_on=True,
)
BEGUN = datetime(2026, 5, 1, tzinfo=UTC)
KNOWN = licensing_of(
    read_licences(ROOT)[0],
    DEFINITIONS,
    [Entry("id", DATABASE, BEGUN, None, Source.NOTIFICATION, False)],
)


def test_a_server_of_the_files_is_where_the_ledger_has_it_and_nowhere_else() -> None:
    loads = {load.name: load for load in loads_at(DEFINITIONS, KNOWN, "primary")}
    database = loads["usuki-core-db-1"]
    assert (database.products, database.host) == (("database", "enterprise-linux"), "pri-03")
    assert {load.host for name, load in loads.items() if name != "usuki-core-db-1"} == {None}


def test_a_host_carries_what_the_sites_file_lets_it_be_overcommitted_by() -> None:
    site = DEFINITIONS.sites["primary"].value
    capacity = capacity_of(site)
    assert capacity.vcpus["pri-03"] == 24 * site.overcommit.vcpu
    assert capacity.ram_gib["pri-03"] == 256 * site.overcommit.ram


def test_what_is_needed_is_told_by_product_also_where_nothing_runs() -> None:
    bought = KNOWN.bought(NOW.date())
    assert needed_at(KNOWN, bought, "primary", NOW)["database"] == 56
    assert needed_at(KNOWN, bought, "remote", NOW)["database"] == 0


def test_a_fence_is_proposed_where_a_product_need_not_go_everywhere_and_yen_are_saved() -> None:
    best = Layout({"database": ("pri-03",), "everywhere": ("a", "b")}, {"database": 12}, 0, True)
    counts: dict[str, dict[int, Layout | None]] = {
        "database": {1: best, 2: None},
        "everywhere": {1: best, 2: best},
    }
    bought = KNOWN.bought(NOW.date())
    found = Proposal(best, counts, {"database": 56}, bought)
    assert found.fences == {"database": {"products": ["database"], "hosts": ["pri-03"]}}
    assert found.saved_yen("database") == 44 * 2_500_000
