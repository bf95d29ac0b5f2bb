"""Rules that count regions apart: the highest of each adds up, and moving between them costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from blueprint.naming import Role
from licensing.change.licensing import licensing_of
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from licensing.papers.licences import Licences
from licensing.papers.rule import Rule
from licensing.papers.store import read_licences
from licensing.position.owed import owed
from licensing.position.period import midnight
from licensing.position.timeline import timeline
from tests.lib.definitions import ROOT, shipped
from tests.lib.machines import START
from tests.unit.licensing.change.test_licensing import papers

IBM_VPC: Rule = read_licences(ROOT)[0].rules["ibm-vpc"].value
HOSTS = {"pri-01": Host("pri-01", "primary", 2, 16), "rem-01": Host("rem-01", "remote", 2, 16)}
DAY = timedelta(days=1)
MOVED = [
    Stay("a", "usuki", "pri-01", 8, True, Role("", ()), START, START + 5 * DAY),
    Stay("a", "usuki", "rem-01", 8, True, Role("", ()), START + 5 * DAY, None),
]
"""Eight vCPUs that ran at one site, and since the sixth day at the other."""


def licences(rule: Rule, regions: dict[str, str]) -> float:
    return float(owed(rule, Park(HOSTS, regions=regions), MOVED, START, START + 10 * DAY).licences)


def test_within_one_region_a_server_that_moves_counts_once() -> None:
    assert licences(IBM_VPC, {"primary": "asia-pacific", "remote": "asia-pacific"}) == 8


def test_a_server_that_moves_to_another_region_counts_in_both() -> None:
    assert licences(IBM_VPC, {"primary": "asia-pacific", "remote": "europe"}) == 16


def test_a_rule_that_does_not_count_them_apart_does_not_ask_where_a_site_lies() -> None:
    whole = IBM_VPC.model_copy(update={"per_region": False})
    assert licences(whole, {"primary": "asia-pacific", "remote": "europe"}) == 8


def test_the_least_headroom_of_a_period_is_that_of_the_regions_marks_together() -> None:
    """Eight here in the first days, eight there later: never sixteen at once, and sixteen owed."""
    bought = papers(rule="ibm-vpc", quantity=15)
    park = Park(HOSTS, regions={"primary": "asia-pacific", "remote": "europe"})
    start = midnight(date(2026, 4, 1))
    stays = [
        replace(MOVED[0], since=start, until=start + 5 * DAY),
        replace(MOVED[1], since=start + 5 * DAY),
    ]
    line = timeline(bought, "database", park, stays, start, start + 10 * DAY)
    assert line is not None
    assert line.highest.licences == 16
    assert line.tightest.headroom == -1
    assert line.tightest.at == start + 5 * DAY
    assert line.in_breach
    assert max(point.required or 0 for point in line.points) == 8


def test_regions_marks_of_different_quarters_are_never_owed_together() -> None:
    """Eight here until the end of June, eight there since July: sixteen in no quarter."""
    bought = papers(rule="ibm-vpc", quantity=15)
    park = Park(HOSTS, regions={"primary": "asia-pacific", "remote": "europe"})
    start, july = midnight(date(2026, 4, 1)), midnight(date(2026, 7, 1))
    stays = [replace(MOVED[0], since=start, until=july), replace(MOVED[1], since=july)]
    line = timeline(bought, "database", park, stays, start, july + 10 * DAY)
    assert line is not None
    assert line.highest.licences == 8
    assert not line.in_breach


def test_the_park_knows_where_the_sites_lie() -> None:
    park = licensing_of(Licences({}, {}), shipped(), []).world.park
    assert park.regions == {"primary": "asia-pacific", "remote": "asia-pacific"}
    assert park.for_product("database").regions == park.regions
