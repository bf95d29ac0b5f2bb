"""Busy seasons judged in advance, failovers, and a period's course."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from blueprint.naming import Role
from core.eras import JAPAN
from licensing.change.effect import judge
from licensing.change.failover import failover
from licensing.change.licensing import Licensing, licensing_of
from licensing.change.outlook import Month, Season, carried, outlook, seasons_of
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Source
from licensing.papers.licences import Licences
from licensing.papers.store import read_licences
from licensing.position.timeline import timeline
from tests.lib.definitions import ROOT, shipped

DEFINITIONS = shipped()
CATALOGUE = DEFINITIONS.catalogue.value
NOW = datetime(2026, 11, 24, 9, tzinfo=JAPAN)
APRIL = datetime(2026, 4, 1, tzinfo=JAPAN)


def papers(quantity: int, *, more: bool) -> Licences:
    """Application servers: so many owned, and more to be had or not."""
    found, _ = read_licences(ROOT)
    changes = {"quantity": quantity, "more_at_yen": 450000 if more else None}
    return Licences(
        found.rules,
        {
            name: replace(read, value=read.value.model_copy(update=changes))
            if read.value.product == "application-server"
            else read
            for name, read in found.entitlements.items()
        },
    )


def app(number: int, member: str = "hita", since: datetime = APRIL, vcpus: int = 2) -> Entry:
    machine = Machine(
        f"{member}-core-app-{number}",
        member,
        Role("core", ("application-server",)),
        "primary",
        "pri-01",
        vcpus,
        powered_on=True,
    )
    return Entry(machine.name, machine, since, None, Source.NOTIFICATION, False)


def known(licences: Licences, *entries: Entry) -> Licensing:
    return licensing_of(licences, DEFINITIONS, entries)


def verdicts(months: list[Month]) -> dict[str, tuple[str, int]]:
    return {
        f"{month.first:%Y-%m}": (str(effect.verdict), effect.cost_yen)
        for month in months
        for effect in month.effects
    }


SPRING = Season("hita", "core", frozenset({2, 3}), 4)


def test_the_shipped_files_name_a_busy_season_of_hita() -> None:
    hita = DEFINITIONS.members["hita"].value
    seasons = seasons_of(hita, DEFINITIONS.catalogue.value)
    assert {month for season in seasons for month in season.months} == {2, 3, 6}
    assert {(season.system, season.extra_vcpu) for season in seasons} == {("core", 2)}


def test_months_that_are_over_are_left_out() -> None:
    months = outlook(known(papers(10, more=True), app(1)), [SPRING], DEFINITIONS, APRIL, NOW)
    assert [f"{m.first:%Y-%m}" for m in months] == [
        "2026-11",
        "2026-12",
        "2027-01",
        "2027-02",
        "2027-03",
    ]


def test_the_tiers_that_say_so_carry_a_season_whatever_they_are_called() -> None:
    core = CATALOGUE.systems["core"]
    tiers = {
        "app": core.tiers["app"].model_copy(update={"carries_busy_season": False}),
        "db": core.tiers["db"].model_copy(update={"carries_busy_season": True}),
    }
    systems = {**CATALOGUE.systems, "core": core.model_copy(update={"tiers": tiers})}
    otherwise = CATALOGUE.model_copy(update={"systems": systems})
    machine = replace(app(1).machine, name="hita-core-db-1")
    here = known(papers(3, more=False), app(1), replace(app(1), server="db", machine=machine))
    sizes = {
        (resize.server, resize.vcpus)
        for catalogue in (CATALOGUE, otherwise)
        for resize in carried(here, SPRING, catalogue, {})
    }
    assert sizes == {("hita-core-app-1", 6), ("hita-core-db-1", 6)}


def test_a_season_is_allowed_costs_or_violates() -> None:
    """Two servers of two vCPUs are two licences, of four are four."""
    servers = (app(1), app(2))
    allowed = outlook(known(papers(4, more=False), *servers), [SPRING], DEFINITIONS, APRIL, NOW)
    assert verdicts(allowed) == {"2027-02": ("allowed", 0), "2027-03": ("allowed", 0)}
    violates = outlook(known(papers(3, more=False), *servers), [SPRING], DEFINITIONS, APRIL, NOW)
    assert verdicts(violates)["2027-02"][0] == "violates"
    assert verdicts(violates)["2027-03"][0] == "violates"


def test_what_one_month_buys_is_owned_in_the_next() -> None:
    months = outlook(known(papers(3, more=True), app(1), app(2)), [SPRING], DEFINITIONS, APRIL, NOW)
    assert verdicts(months) == {"2027-02": ("costs", 450000), "2027-03": ("allowed", 0)}


def test_what_a_contract_sold_more_ends_with_it_whoever_follows() -> None:
    shipped_papers, _ = read_licences(ROOT)
    [read] = [
        read
        for read in papers(1, more=True).entitlements.values()
        if read.value.product == "application-server"
    ]
    until, since = date(2027, 1, 31), date(2027, 2, 1)
    one = read.value.model_copy(update={"ends_on": until})
    other = read.value.model_copy(update={"id": "next", "starts_on": since, "ends_on": None})
    both = {"first": replace(read, value=one), "next": replace(read, value=other)}
    here = known(Licences(shipped_papers.rules, both), app(1))
    season = Season("hita", "core", frozenset({12, 1, 2, 3}), 4)
    assert verdicts(outlook(here, [season], DEFINITIONS, APRIL, NOW)) == {
        "2026-12": ("costs", 900000),
        "2027-01": ("allowed", 0),
        "2027-02": ("costs", 900000),
        "2027-03": ("allowed", 0),
    }


def test_a_server_that_has_grown_for_its_season_does_not_grow_once_more() -> None:
    """The file says one vCPU; four are more than one and the season's two."""
    inside = datetime(2027, 2, 10, 9, tzinfo=JAPAN)
    season = Season("hita", "core", frozenset({2, 3}), 2)
    here = known(papers(2, more=True), app(1, vcpus=4))
    assert verdicts(outlook(here, [season], DEFINITIONS, APRIL, inside)) == {}
    before = datetime(2027, 1, 10, 9, tzinfo=JAPAN)
    assert verdicts(outlook(here, [season], DEFINITIONS, APRIL, before)) == {
        "2027-02": ("costs", 450000),
        "2027-03": ("allowed", 0),
    }


def test_a_month_is_over_when_it_is_in_japan() -> None:
    first_of_december = datetime(2026, 11, 30, 15, tzinfo=UTC)
    months = outlook(known(papers(1, more=True)), [], DEFINITIONS, APRIL, first_of_december)
    assert months[0].first == date(2026, 12, 1)


def test_members_who_are_busy_in_the_same_month_are_judged_together() -> None:
    both = [SPRING, Season("usuki", "core", frozenset({3}), 2)]
    here = known(papers(5, more=False), app(1), app(2), app(1, "usuki"))
    assert verdicts(outlook(here, both, DEFINITIONS, APRIL, NOW)) == {
        "2027-02": ("allowed", 0),
        "2027-03": ("violates", 450000),
    }


def test_a_year_without_an_entitlement_says_so() -> None:
    next_april = datetime(2027, 4, 1, tzinfo=JAPAN)
    months = outlook(known(papers(5, more=True), app(1)), [SPRING], DEFINITIONS, next_april, NOW)
    assert len(months) == 12
    assert all("application-server" in month.unowned for month in months)


def test_a_failover_starts_everything_at_the_other_site() -> None:
    here = known(papers(5, more=False), app(1), app(2), app(1, "usuki"))
    found = failover(here, DEFINITIONS, "primary", [], NOW)
    assert found.stranded == ()
    effects = judge(here.world, found.changes, here.bought(NOW.date()), NOW)
    [effect] = [e for e in effects if e.bought.product == "application-server"]
    assert effect.more == 0
    assert effect.after.required.requirement.by_site == {"remote": 3}
    some = failover(here, DEFINITIONS, "primary", ["usuki"], NOW)
    assert len(some.changes) == 2


def test_a_failover_begins_servers_by_name_whatever_order_the_ledger_has_them_in() -> None:
    entries = [app(2), app(1, "usuki"), app(1)]
    told = [
        failover(known(papers(5, more=False), *order), DEFINITIONS, "primary", [], NOW).changes
        for order in (entries, entries[::-1])
    ]
    assert told[0] == told[1]


def test_a_failover_of_one_member_may_ask_for_both_sites() -> None:
    """Licences bound to hosts: the source still runs the others, the destination is new."""
    on_host = app(1)
    database = replace(on_host.machine, name="hita-core-db-1", role=Role("core", ("database",)))
    other = replace(database, name="usuki-core-db-1", member="usuki")
    entries = [replace(on_host, server=m.name, machine=m) for m in (database, other)]
    here = known(read_licences(ROOT)[0], *entries)
    found = failover(here, DEFINITIONS, "primary", ["hita"], NOW)
    effects = judge(here.world, found.changes, here.bought(NOW.date()), NOW)
    [effect] = [e for e in effects if e.bought.product == "database"]
    assert set(effect.after.required.requirement.by_site) == {"primary", "remote"}
    assert effect.more > 0


def test_a_period_tells_its_highest_when_it_was_and_by_whom() -> None:
    june = datetime(2026, 6, 1, tzinfo=JAPAN)
    busy = replace(app(2, "usuki", june), until=june + timedelta(days=30))
    here = known(papers(1, more=False), app(1), busy)
    stays = here.world.stays["application-server"]
    line = timeline(here.licences, "application-server", here.world.park, stays, APRIL, NOW)
    assert line is not None
    assert (int(line.highest.licences), line.highest.at) == (2, june)
    assert line.by == {"hita": 1, "usuki": 1}
    assert (int(line.tightest.headroom or 0), line.tightest.at) == (-1, june)
    assert [(p.at, int(p.required or 0)) for p in line.points] == [
        (APRIL, 1),
        (june, 2),
        (june + timedelta(days=30), 1),
    ]


def test_beyond_the_contract_a_period_counts_by_its_rule_against_nothing() -> None:
    here = known(papers(1, more=False), app(1))
    stays = here.world.stays["application-server"]
    end = datetime(2027, 6, 1, tzinfo=JAPAN)
    line = timeline(here.licences, "application-server", here.world.park, stays, APRIL, end)
    assert line is not None
    assert [int(point.required or 0) for point in line.points] == [1, 1]
    assert [int(point.entitled) for point in line.points] == [1, 0]
    assert line.in_breach
    assert line.points[-1].at == datetime(2027, 4, 1, tzinfo=JAPAN)


def test_a_season_of_which_no_server_is_known_is_not_called_allowed() -> None:
    months = outlook(known(papers(5, more=True)), [SPRING], DEFINITIONS, APRIL, NOW)
    busy = [month for month in months if month.seasons]
    assert [month.unknown for month in busy] == [(SPRING,), (SPRING,)]
    one = known(papers(5, more=True), app(1))
    assert not any(month.unknown for month in outlook(one, [SPRING], DEFINITIONS, APRIL, NOW))
