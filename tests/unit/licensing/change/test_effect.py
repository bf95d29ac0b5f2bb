"""The three troubles that the mission's source names, asked before the act."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from blueprint.naming import UNKNOWN, Role
from core.errors import UserError
from core.home import REPOSITORY
from licensing.change.change import AddHost, Change, Move, RemoveHost, Resize, Stop
from licensing.change.effect import Effect, Verdict, judge, told, touched
from licensing.change.world import World
from licensing.counting.park import Host, Park
from licensing.counting.rounding import shown
from licensing.counting.stay import Stay
from licensing.papers.rule import Peak
from licensing.papers.store import read_licences
from licensing.position.bought import Bought
from tests.lib.machines import start_on

RULES = read_licences(REPOSITORY)[0].rules
NOW = datetime(2026, 10, 16, 9, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=200)
PARK = Park(
    {
        "pri-01": Host("pri-01", "primary", 2, 8),
        "pri-02": Host("pri-02", "primary", 2, 8),
        "pri-03": Host("pri-03", "primary", 2, 8, aggregate="licensed"),
    }
)


def bought(rule: str, quantity: int, more_at_yen: int | None = None) -> dict[str, Bought]:
    return {
        "product": Bought("product", RULES[rule].value, Fraction(quantity), 900000, more_at_yen)
    }


def world(*stays: Stay) -> World:
    return World(PARK, {"product": stays})


def running(server: str, host: str, vcpus: int = 2) -> Stay:
    return Stay(server, "hita", host, vcpus, True, UNKNOWN, LONG_AGO, None)


def before_and_after(effect: Effect) -> list[str]:
    return [shown(p.required.licences) for p in (effect.before, effect.after)]


def test_a_licence_bound_to_hardware_is_needed_at_both_hosts_until_the_window_is_over() -> None:
    owned = bought("sql-server-core-host", 16)
    [effect] = judge(world(running("db-1", "pri-01")), [Move("db-1", "pri-02")], owned, NOW)
    assert effect.verdict is Verdict.VIOLATES
    assert before_and_after(effect) == ["16", "32"]
    assert effect.missing == 16
    assert effect.course == ((NOW, Fraction(32)), (NOW + timedelta(days=90), Fraction(16)))


def test_a_licence_by_vcpu_makes_a_busy_season_cost_a_whole_step() -> None:
    owned = bought("nec-webotx", 1, more_at_yen=450000)
    [effect] = judge(world(running("app-1", "pri-01", 2)), [Resize("app-1", 3)], owned, NOW)
    assert effect.verdict is Verdict.COSTS
    assert effect.more == 1
    assert effect.cost_yen == 450000


def test_a_host_more_costs_licences_even_if_no_server_moves() -> None:
    owned = bought("oracle-processor", 16)
    before = world(running("db-1", "pri-01"))
    [effect] = judge(before, [AddHost(Host("pri-04", "primary", 2, 12))], owned, NOW)
    assert before_and_after(effect) == ["16", "28"]
    assert effect.verdict is Verdict.VIOLATES


def test_a_host_of_another_aggregate_costs_nothing() -> None:
    owned = bought("oracle-processor", 16)
    fenced = Host("pri-04", "primary", 2, 12, aggregate="unlicensed")
    [effect] = judge(world(running("db-1", "pri-01")), [AddHost(fenced)], owned, NOW)
    assert effect.verdict is Verdict.ALLOWED
    assert effect.more == 0


def test_a_spare_that_is_free_for_ten_days_is_bought_for_what_it_needs_on_the_eleventh() -> None:
    """New on 16 October, it would be free today, and count from the 26th on."""
    owned = bought("oracle-processor-failover", 8)
    spare = start_on("pri-02", "db-2", "hita", Role("", ("product",), passive=True), 2)
    [effect] = judge(world(running("db-1", "pri-01")), [spare], owned, NOW)
    assert before_and_after(effect) == ["8", "8"]
    assert effect.verdict is Verdict.VIOLATES
    assert effect.missing == 8
    assert told(effect).text(str) == (
        "product: 8 → 8 licences of 8 owned; violates: 8 licences are missing, worth ¥7,200,000. "
        "From 2026-10-26 on 16, once the free days of spares are used up"
    )
    assert touched([effect]) == [effect]


def test_a_spare_that_runs_already_and_will_count_is_not_charged_to_another_change() -> None:
    owned = bought("oracle-processor-failover", 8)
    role = Role("", ("product",), passive=True)
    spare = Stay("db-2", "hita", "pri-02", 2, True, role, NOW - timedelta(days=1), None)
    [effect] = judge(world(running("db-1", "pri-01"), spare), [Resize("db-1", 4)], owned, NOW)
    assert effect.verdict is Verdict.ALLOWED
    assert effect.missing == 0


def test_what_is_missing_already_is_not_charged_to_the_change() -> None:
    owned = bought("hitachi-install", 1)
    two = world(running("a", "pri-01"), running("b", "pri-01"))
    [effect] = judge(two, [Move("a", "pri-02")], owned, NOW)
    assert effect.verdict is Verdict.ALLOWED
    assert effect.after.in_breach


def test_a_host_with_too_many_sockets_may_not_be_licensed_at_all() -> None:
    owned = bought("oracle-se2", 100)
    wide = Host("wide", "primary", 4, 8, aggregate="wide")
    changes: list[Change] = [AddHost(wide), Move("db-1", "wide")]
    [effect] = judge(world(running("db-1", "pri-03")), changes, owned, NOW)
    assert effect.verdict is Verdict.VIOLATES
    assert effect.after.required.requirement.refused == ("wide",)


def test_a_new_server_and_one_that_goes_add_up() -> None:
    owned = bought("hitachi-install", 1)
    changes: list[Change] = [Stop("a"), start_on("pri-02", "c", "yufu", Role("", ("product",)), 2)]
    [effect] = judge(world(running("a", "pri-01")), changes, owned, NOW)
    assert effect.verdict is Verdict.ALLOWED
    assert effect.more == 0


def test_a_high_water_mark_keeps_what_a_short_peak_asked_for() -> None:
    owned = bought("ibm-vpc", 4)
    peak = Stay("a", "hita", "pri-01", 8, True, UNKNOWN, NOW - timedelta(days=5), NOW)
    [effect] = judge(world(peak, running("b", "pri-02", 2)), [Resize("b", 6)], owned, NOW)
    assert before_and_after(effect) == ["10", "10"]
    assert effect.verdict is Verdict.ALLOWED


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Move("nobody", "pri-01"), "no server nobody runs a product that needs a licence$"),
        (Move("db-11", "pri-01"), "needs a licence; did you mean db-1?"),
        (
            Move("db-1", "pri-99"),
            "no host pri-99 is in infra/sites; known are pri-01, pri-02, pri-03",
        ),
        (
            RemoveHost("pri-01"),
            "pri-01 still runs db-1; move them first, and ask about that",
        ),
    ],
)
def test_a_change_that_cannot_be_is_refused(change: Move | RemoveHost, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        judge(world(running("db-1", "pri-01")), [change], bought("oracle-processor", 1), NOW)


def test_where_too_few_are_owned_by_an_all_or_nothing_rule_everything_is_missing() -> None:
    rule = "ibm-rvu-mapc"
    now = NOW.replace(tzinfo=UTC)

    def headroom(owned: int) -> str:
        [effect] = judge(world(running("a", "pri-01")), [], bought(rule, owned), now)
        return shown(effect.before.headroom)

    needed = 16
    assert headroom(needed + 1) == "1"
    assert headroom(needed - 1) == "-16"


def test_ten_servers_that_would_leave_a_host_keep_their_sets_there() -> None:
    owned = bought("windows-server-standard", 80)
    ten = [running(f"web-{number}", "pri-01") for number in range(10)]
    moves = [Move(f"web-{number}", "pri-02") for number in range(10)]
    [effect] = judge(world(*ten), moves, owned, NOW)
    assert before_and_after(effect) == ["80", "160"]
    assert effect.course == ((NOW, Fraction(160)), (NOW + timedelta(days=90), Fraction(80)))


def test_a_host_more_changes_no_mark_that_was_reached_without_it() -> None:
    rule = RULES["oracle-processor"].value.model_copy(update={"peak": Peak.HIGH_WATER_MARK})
    owned = {"product": Bought("product", rule, Fraction(16), 900000, None)}
    gone = [replace(running("db-1", "pri-01"), until=NOW - timedelta(days=20))]
    [effect] = judge(world(*gone), [AddHost(Host("pri-04", "primary", 2, 12))], owned, NOW)
    assert before_and_after(effect) == ["16", "16"]
