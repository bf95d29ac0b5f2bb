"""What somebody asked is repeated, what changes is shown, and fences are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from blueprint.naming import Role
from licensing.change.change import AddHost, Change, Move, RemoveHost, Resize, Stop
from licensing.change.gate import judged
from licensing.change.licensing import Licensing, licensing_of
from licensing.change.question import fences_against, hosts_that_change, question
from licensing.counting.park import Host
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Source
from licensing.papers.store import read_licences
from tenants.site import LicenceFence
from tests.lib.definitions import ROOT, shipped
from tests.lib.machines import START, start_on

DATABASE = Role("core", ("database",))
SERVER = Machine("hita-core-db-1", "hita", DATABASE, "primary", "pri-01", 4, True)
NOW = START + timedelta(days=10)


def known() -> Licensing:
    entry = Entry("a", SERVER, START, None, Source.RECONCILIATION, inferred=False)
    return licensing_of(read_licences(ROOT)[0], shipped(), [entry])


def asked(*changes: Change) -> list[str]:
    return [str(one) for one in question(known(), changes)]


def fenced() -> Licensing:
    one = known()
    primary = one.sites["primary"]
    fences = {"database": LicenceFence(products=("database",), hosts=("pri-01", "pri-02"))}
    site = primary.model_copy(update={"licence_fences": fences})
    return replace(one, sites={**one.sites, "primary": site})


def test_each_change_is_repeated_with_what_it_was() -> None:
    assert asked(
        Move("hita-core-db-1", "pri-03"),
        Resize("hita-core-db-1", 8),
        Stop("hita-core-db-1"),
        AddHost(Host("new-host", "primary", 2, 16)),
        RemoveHost("pri-04"),
    ) == [
        "hita-core-db-1 (Hita City) goes from pri-01 to pri-03",
        "hita-core-db-1 (Hita City) gets 8 vCPU instead of 4",
        "hita-core-db-1 (Hita City) goes for good",
        "a host more at primary: 2 sockets × 16 cores, class general, processor default",
        "pri-04 is taken out",
    ]


def test_a_server_that_starts_elsewhere_is_one_change() -> None:
    start = start_on("rem-01", "hita-core-db-1", "hita", DATABASE, 4)
    assert asked(Stop("hita-core-db-1"), start) == [
        "hita-core-db-1 (Hita City) starts on rem-01 with 4 vCPU; it was on pri-01"
    ]


def test_a_host_outside_the_fence_is_refused_whatever_it_costs() -> None:
    inside, outside = Move("hita-core-db-1", "pri-02"), Move("hita-core-db-1", "pri-03")
    assert fences_against(fenced(), [inside]) == []
    assert [str(one) for one in fences_against(fenced(), [outside])] == [
        "hita-core-db-1 may not run on pri-03: the fence database keeps it on pri-01, pri-02; "
        "change licence_fences in infra/sites/primary.yaml if that is no longer right"
    ]
    elsewhere = start_on("pri-04", "usa-core-db-1", "usa", DATABASE, 4)
    assert len(fences_against(fenced(), [elsewhere])) == 1


def test_hosts_that_count_otherwise_are_shown_one_by_one() -> None:
    effects = judged(known(), [AddHost(Host("new-host", "primary", 2, 16))], NOW)
    database = next(one for one in effects if one.bought.product == "database")
    assert [str(one) for one in hosts_that_change(database)] == ["new-host: 0 → 16"]


def test_of_two_hosts_of_one_name_it_is_said_at_which_site_the_server_is() -> None:
    there = replace(SERVER, name="usa-core-db-1", member="usa", site="remote")
    entries = [
        Entry(one.name, one, START, None, Source.RECONCILIATION, inferred=False)
        for one in (SERVER, there)
    ]
    here = licensing_of(read_licences(ROOT)[0], shipped(), entries)
    assert [str(one) for one in question(here, [Move("usa-core-db-1", "rem-02")])] == [
        "usa-core-db-1 (Usa City) goes from pri-01 (remote) to rem-02"
    ]
