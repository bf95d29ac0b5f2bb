"""A spare runs ten days of a calendar year for nothing; any part of a day is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from blueprint.naming import Role
from core.eras import JAPAN
from licensing.counting.park import Host, Park
from licensing.counting.rounding import shown
from licensing.counting.stay import Stay
from licensing.papers.entitlement import Entitlement
from licensing.papers.licences import Licences
from licensing.papers.rule import Peak
from licensing.papers.store import read_licences
from licensing.position.bought import Bought
from licensing.position.lots import Lot
from licensing.position.owed import owed
from licensing.position.position import position
from licensing.position.shares import shares
from licensing.position.timeline import timeline
from tenants.definitions import Read
from tests.lib.definitions import ROOT

RULE = read_licences(ROOT)[0].rules["oracle-processor-failover"].value
PARK = Park({name: Host(name, "primary", 2, 8) for name in ("h1", "h2")})
JANUARY = datetime(2026, 1, 1, tzinfo=JAPAN)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def spare(begins: datetime, ends: datetime | None, name: str = "s1", member: str = "hita") -> Stay:
    return Stay(name, member, "h2", 4, True, Role("core", ("database",), True), begins, ends)


def at(day: int, hour: int = 12) -> datetime:
    return JANUARY + (day - 1) * DAY + hour * HOUR


def primary(begins: datetime, ends: datetime | None, member: str = "hita") -> Stay:
    role = Role("core", ("database",))
    return Stay(f"{member}-p", member, "h1", 4, True, role, begins, ends)


PRIMARIES = [
    primary(first, first + HOUR / 2, member)
    for first in (JANUARY.replace(year=year) for year in range(2026, 2029))
    for member in ("hita", "usa")
]
"""What spares stand by for: each ran in the first half hour of every year, and counts no more."""


def required(moment: datetime, *stays: Stay) -> str:
    return shown(owed(RULE, PARK, [*PRIMARIES, *stays], JANUARY, moment).licences)


@pytest.mark.parametrize(("day", "licences"), [(1, "0"), (10, "0"), (11, "8"), (300, "8")])
def test_the_eleventh_day_in_a_row_counts(day: int, licences: str) -> None:
    assert required(at(day), spare(at(1), None)) == licences


def test_the_eleventh_day_begins_at_midnight_in_japan() -> None:
    assert required(at(11, 0) - HOUR, spare(at(1), None)) == "0"
    assert required(at(11, 0), spare(at(1), None)) == "8"


def test_two_hours_on_one_day_and_three_on_another_are_two_days() -> None:
    short = [spare(at(day), at(day) + 2 * HOUR) for day in range(1, 30, 3)]
    assert len(short) == 10
    assert required(at(28, 13), *short) == "0"
    assert required(at(40), *short, spare(at(40, 11), None)) == "8"


def test_an_hour_over_midnight_is_two_days() -> None:
    nights = [spare(at(day, 23), at(day + 1, 1)) for day in range(1, 20, 4)]
    assert len(nights) == 5
    assert required(at(60), *nights, spare(at(60, 11), None)) == "8"


def test_a_new_year_has_ten_days_of_its_own() -> None:
    assert required(at(365), spare(at(1), None)) == "8"
    assert required(at(366 + 9), spare(at(1), None)) == "0"
    assert required(at(366 + 10), spare(at(1), None)) == "8"


def test_the_spares_of_a_cluster_share_its_days_and_no_others() -> None:
    first, second = spare(at(1), at(6)), spare(at(20), None, "s2")
    assert required(at(23), first, second) == "0"
    assert required(at(24), first, second) == "8"
    other = spare(at(20), None, "o1", "usa")
    assert required(at(24), first, other) == "0"


def test_a_primary_counts_from_its_first_moment() -> None:
    first = primary(at(1), None)
    assert required(at(1), first, spare(at(1), None)) == "8"
    assert required(at(11), first, spare(at(1), None)) == "16"


def test_days_before_a_primary_has_run_are_not_free_and_later_ones_are() -> None:
    stays = [spare(at(1), None), primary(at(40), None)]
    assert [charged(stays, at(day)) for day in (1, 39, 40, 49, 50)] == ["h2", "h2", "", "", "h2"]


def test_where_no_primary_runs_in_the_year_no_day_is_free() -> None:
    alone = [spare(at(1), None)]
    another = [*alone, primary(at(1), None, "usa")]
    for stays in (alone, another):
        assert [charged(stays, at(day)) for day in (1, 11)] == ["h2", "h2"]
    off = replace(primary(at(1), None), powered_on=False)
    assert charged([*alone, off], at(1)) == "h2"
    last_year = primary(at(1) - 9 * DAY, JANUARY)
    assert charged([*alone, last_year], at(1)) == "h2"


def charged(stays: list[Stay], moment: datetime) -> str:
    """Whether the spare's host is counted."""
    return " ".join(
        h for h in owed(RULE, PARK, stays, JANUARY, moment).requirement.by_host if h == "h2"
    )


def two_sites() -> tuple[Park, tuple[Stay, Stay]]:
    """A cluster whose spares run six days at one site and six others at the other."""
    park = Park(
        {"h1": Host("h1", "primary", 2, 8), "h2": Host("h2", "remote", 2, 8)},
        regions={"primary": "asia-pacific", "remote": "europe"},
    )
    here = replace(spare(at(1), at(6)), host="h1")
    return park, (here, spare(at(7), at(12), "s2"))


def test_a_clusters_free_days_are_those_of_all_sites_also_where_licences_are_bound_to_one() -> None:
    park, stays = two_sites()
    lots = (Lot(Fraction(8), sites=frozenset({"primary"})),)
    bought = Bought("database", RULE, Fraction(8), 1, None, lots=lots)
    found = position(bought, park, [*PRIMARIES, *stays], at(12, 1))
    assert (shown(found.required.licences), shown(found.headroom)) == ("8", "-8")


def test_the_twelfth_day_is_the_doing_of_who_ran_then_also_where_regions_count_apart() -> None:
    park, stays = two_sites()
    apart = RULE.model_copy(update={"peak": Peak.HIGH_WATER_MARK, "per_region": True})
    all_stays = (*PRIMARIES, *stays)
    found = owed(apart, park, all_stays, JANUARY + HOUR, at(20))
    assert shares(apart, found, all_stays) == {"hita": Fraction(8)}


def test_a_host_that_a_rule_refuses_is_none_on_a_spares_free_days() -> None:
    small = RULE.model_copy(update={"sockets_at_most": 1})
    paper = Entitlement(
        id="db",
        product="database",
        rule=RULE.id,
        quantity=Fraction(0),
        owner="consortium",
        contract="C",
        starts_on=date(2026, 1, 1),
        unit_price_yen=1,
        proof="paper",
    )
    rules = {RULE.id: replace(read_licences(ROOT)[0].rules[RULE.id], value=small)}
    document = rules[RULE.id].document
    licences = Licences(rules, {"db": Read(document, paper)})
    stays, begins = [*PRIMARIES, spare(JANUARY, None)], JANUARY + HOUR
    line = timeline(licences, "database", PARK, stays, begins, at(20))
    assert line is not None
    assert [(point.at, point.refused) for point in line.points] == [
        (JANUARY + HOUR, ()),
        (at(11, 0), ("h2",)),
    ]
