"""What happened at each step of a line, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from blueprint.naming import UNKNOWN
from core.message import Named
from licensing.counting.figure import Figure
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from licensing.papers.measure import Metric
from licensing.papers.rule import Peak, Rule
from licensing.papers.store import read_licences
from licensing.position.bought import Bought
from licensing.position.owed import owed
from licensing.position.step_reasons import step_reasons
from licensing.position.timeline import Point, Timeline
from tests.lib.definitions import ROOT
from tests.lib.machines import START

RULES = read_licences(ROOT)[0].rules
RULE = RULES["sql-server-core-host"].value
DAY = timedelta(days=1)
PARK = Park({name: Host(name, "primary", 2, 8) for name in ("pri-01", "pri-02")})
SERVER = Stay("hita-core-db-1", "hita", "pri-01", 2, True, UNKNOWN, START, START + 5 * DAY)


def told(
    *stays: Stay,
    days: tuple[int, ...],
    entitled: tuple[int, ...] = (),
    park: Park = PARK,
    rule: Rule = RULE,
) -> list[str]:
    """The reasons at the days that are asked for, after those of the beginning."""
    owned = entitled or (9,) * (len(days) + 1)
    moments = [START - DAY, *(START + day * DAY for day in days)]
    points = [Point(at, Fraction(1), Fraction(n)) for at, n in zip(moments, owned, strict=True)]
    rule = rule.model_copy(update={"peak": Peak.CURRENT})
    mark = owed(rule, PARK, stays, START, START + 200 * DAY)
    bought = Bought("database", rule, Fraction(9), 1, None)
    line = Timeline("database", tuple(points), START + 300 * DAY, bought, mark, {})
    reasons = step_reasons(line, stays, park, lambda slug: Named("日田市", "Hita City"))
    return [", ".join(map(str, reasons[at])) for at in moments]


def test_a_server_that_comes_moves_grows_and_goes() -> None:
    moved = replace(SERVER, host="pri-02", since=SERVER.until or START, until=START + 6 * DAY)
    grown = replace(moved, vcpus=8, since=START + 6 * DAY, until=START + 7 * DAY)
    off = replace(grown, powered_on=False, since=START + 7 * DAY, until=START + 8 * DAY)
    assert told(SERVER, moved, grown, off, days=(0, 5, 6, 7, 8)) == [
        "the period begins",
        "hita-core-db-1 (Hita City) starts on pri-01",
        "hita-core-db-1 (Hita City) pri-01 → pri-02",
        "hita-core-db-1 (Hita City) 2 → 8 vCPU",
        "hita-core-db-1 (Hita City) is switched off",
        "hita-core-db-1 (Hita City) leaves pri-02",
    ]


def test_a_window_that_ends_says_whose_it_was() -> None:
    assert told(SERVER, days=(95,))[1] == (
        "pri-01 counts no longer: hita-core-db-1 (Hita City) left it on 2026-04-06 09:00 JST"
    )


def test_a_purchase_is_a_reason_too() -> None:
    assert told(SERVER, days=(0,), entitled=(9, 12))[1] == (
        "entitled 9 → 12, hita-core-db-1 (Hita City) starts on pri-01"
    )


def test_what_no_server_and_no_contract_explains_is_said_to_be_the_parks() -> None:
    assert told(SERVER, days=(3,))[1] == "hosts, fences or figures were changed"


def test_a_host_that_comes_goes_or_changes_is_named_and_so_is_a_fence() -> None:
    third = Host("pri-03", "primary", 2, 8)
    bigger = replace(PARK.hosts["pri-01"], sockets=4)
    changing = PARK.changed(START + DAY, {**PARK.hosts, "pri-03": third})
    changing = changing.changed(START + 2 * DAY, {**changing.hosts, "pri-01": bigger})
    changing = changing.changed(START + 3 * DAY, fences={"database": frozenset({"pri-02"})})
    gone = {**changing.hosts, "pri-03": replace(third, declared=False)}
    changing = changing.changed(START + 4 * DAY, gone)
    assert told(days=(1, 2, 3, 4), park=changing)[1:] == [
        "pri-03: comes into the files",
        "pri-01: is another kind of host, or in another fence",
        "pri-02: is another kind of host, or in another fence",
        "pri-03: leaves the files",
    ]


def test_what_a_municipality_declares_anew_is_told_with_its_number() -> None:
    rule = RULES["vsan-tib"].value
    park = Park({}, declared=(Figure(Metric.STORAGE_TIB, "hita", START + DAY, 15),))
    assert told(days=(1,), park=park, rule=rule)[1:] == ["Hita City: 15 TiB of storage"]


def test_free_days_that_are_used_up_are_not_taken_for_a_changed_host() -> None:
    rule = RULES["oracle-processor-failover"].value
    assert told(days=(1,), rule=rule)[1] == "the free days of spares are used up, or begin anew"
