"""A new server is judged where it would cost most: windows, sets and refusals are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from blueprint.naming import Role
from licensing.change.change import NewServer
from licensing.change.dearest import starts
from licensing.change.effect import Effect, Verdict, judge
from licensing.change.licensing import Licensing, licensing_of
from licensing.counting.history import History
from licensing.ledger.sightings import Entry
from licensing.papers.licences import Licences
from licensing.papers.measure import Reach
from licensing.papers.store import read_licences
from tenants.definitions import Definitions
from tests.lib.definitions import ROOT
from tests.unit.licensing.change.test_licensing import DATABASE, DEFINITIONS, NOW, known, on, papers

RULES = read_licences(ROOT)[0].rules
HOSTS = ("pri-01", "pri-02", "pri-03", "pri-04")
"""32, 32, 24 and 24 cores."""


def new(count: int, role: Role = DATABASE) -> list[NewServer]:
    return [NewServer(f"usuki-core-db-{n}", "usuki", role, 4, "primary") for n in range(count)]


def effects(here: Licensing, servers: Sequence[NewServer]) -> dict[str, Effect]:
    found = starts(here, here.world, servers, NOW)
    return {e.bought.product: e for e in judge(here.world, found, here.bought(NOW.date()), NOW)}


def before_and_after(rule: str, entries: Sequence[Entry], count: int) -> tuple[int, int]:
    effect = effects(known(papers(rule=rule, quantity=1000), *entries), new(count))["database"]
    return int(effect.before.required.licences), int(effect.after.required.licences)


def test_a_host_that_counts_already_in_its_window_costs_nothing_more() -> None:
    """The two hosts of 32 cores were left 30 and 10 days ago; those of 24 never ran it."""
    left = [
        on(host, number, until=NOW - timedelta(days=days))
        for number, (host, days) in enumerate([("pri-01", 30), ("pri-02", 10)])
    ]
    assert before_and_after("aws-host-affinity-90", left, 1) == (64, 88)


def test_a_server_more_begins_another_set_on_a_host_that_runs_it_already() -> None:
    """Two on the one of 32, one on the other: a third is a set of 32, a first elsewhere of 24."""
    running = [on("pri-01", 1), on("pri-01", 2), on("pri-02", 3)]
    assert before_and_after("windows-server-standard", running, 1) == (64, 96)


def test_two_servers_begin_a_set_together_where_neither_does_alone() -> None:
    running = [on(host, number) for number, host in enumerate(HOSTS)]
    assert before_and_after("windows-server-standard", running, 1) == (112, 112)
    assert before_and_after("windows-server-standard", running, 2) == (112, 144)


def test_a_window_remembers_the_sets_that_ran_there() -> None:
    """Ten servers left the one of 32 cores five days ago; the other one costs 32."""
    left = [on("pri-01", number, until=NOW - timedelta(days=5)) for number in range(10)]
    assert before_and_after("windows-server-standard", left, 1) == (160, 192)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_by_no_rule_is_there_a_dearer_host(rule: str) -> None:
    entries = [
        *(on("pri-01", number, until=NOW - timedelta(days=5)) for number in range(4)),
        *(on("pri-02", number) for number in range(10, 12)),
        on("pri-04", 20),
    ]
    here = known(papers(rule=rule, quantity=1000), *entries)
    [server] = new(1)
    most = max(
        int(judge(here.world, [start], here.bought(NOW.date()), NOW)[0].more)
        for [start] in (
            [replace(one, hosts={"database": host})]
            for host in HOSTS
            for one in starts(here, here.world, [server], NOW)
        )
    )
    assert int(effects(here, [server])["database"].more) == most


def test_no_two_hosts_are_dearer_for_two_servers_however_many_run_already() -> None:
    here = known(papers(rule="windows-server-standard", quantity=1000))
    rule, park = RULES["windows-server-standard"].value, here.world.park

    def licences(entries: Sequence[Entry]) -> int:
        stays = known(here.licences, *entries).world.stays.get("database", ())
        return int(History(stays).licences(rule, park, NOW))

    for layout in product(range(3), range(3), range(2), range(2)):
        running = [
            on(host, 10 * place + n)
            for place, (host, count) in enumerate(zip(HOSTS, layout, strict=True))
            for n in range(count)
        ]
        most = max(
            licences([*running, on(one, 100), on(other, 101)])
            for one, other in product(HOSTS, repeat=2)
        )
        effect = effects(known(here.licences, *running), new(2))["database"]
        assert int(effect.after.required.licences) == most, layout


def with_four_sockets(name: str) -> Definitions:
    read = DEFINITIONS.sites["primary"]
    host = read.value.hosts[name].model_copy(update={"sockets": 4})
    site = read.value.model_copy(update={"hosts": {**read.value.hosts, name: host}})
    return replace(DEFINITIONS, sites={**DEFINITIONS.sites, "primary": replace(read, value=site)})


def test_a_host_that_the_rule_refuses_is_the_dearest_of_all() -> None:
    bought = papers(rule="oracle-se2", quantity=1000)
    read = bought.rules["oracle-se2"]
    alone = replace(read, value=read.value.model_copy(update={"reach": Reach.HOST}))
    licences = Licences({**bought.rules, "oracle-se2": alone}, bought.entitlements)
    here = licensing_of(licences, with_four_sockets("pri-03"), ())
    effect = effects(here, new(1))["database"]
    assert (effect.verdict, set(effect.after.refused)) == (Verdict.VIOLATES, {"pri-03"})


def test_each_product_of_a_server_is_judged_on_a_host_of_its_own() -> None:
    """The database left both hosts of 32 cores lately, the other product was never anywhere."""
    both = Role("core", ("application-server", "database"))
    found, _ = read_licences(ROOT)
    entitlements = {
        name: replace(read, value=read.value.model_copy(update={"rule": "aws-host-affinity-90"}))
        for name, read in found.entitlements.items()
        if read.value.product in both.products
    }
    left = [on(host, n, until=NOW - timedelta(days=5)) for n, host in enumerate(HOSTS[:2])]
    here = known(Licences(found.rules, entitlements), *left)
    assert {name: int(one.more) for name, one in effects(here, new(1, both)).items()} == {
        "application-server": 32,
        "database": 24,
    }
