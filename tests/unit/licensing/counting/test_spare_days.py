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


def required(moment: datetime, *stays: Stay) -> str:
    return shown(owed(RULE, PARK, stays, JANUARY, moment).licences)


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
    primary = Stay("p1", "hita", "h1", 4, True, Role("core", ("database",)), at(1), None)
    assert required(at(1), primary, spare(at(1), None)) == "8"
    assert required(at(11), primary, spare(at(1), None)) == "16"


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
    found = position(bought, park, stays, at(12, 1))
    assert (shown(found.required.licences), shown(found.headroom)) == ("8", "-8")


def test_the_twelfth_day_is_the_doing_of_who_ran_then_also_where_regions_count_apart() -> None:
    park, stays = two_sites()
    apart = RULE.model_copy(update={"peak": Peak.HIGH_WATER_MARK, "per_region": True})
    found = owed(apart, park, stays, JANUARY, at(20))
    assert shares(apart, found, stays) == {"hita": Fraction(8)}


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
    line = timeline(licences, "database", PARK, [spare(JANUARY, None)], JANUARY, at(20))
    assert line is not None
    assert [(point.at, point.refused) for point in line.points] == [
        (JANUARY, ()),
        (at(11, 0), ("h2",)),
    ]
