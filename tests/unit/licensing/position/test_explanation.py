"""Each host that counts has a reason, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from blueprint.naming import UNKNOWN, Role
from core.language import Language
from core.message import Named
from core.translation import translation
from licensing.counting.figure import Figure
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from licensing.papers.measure import Metric, Reach
from licensing.papers.rule import Rule
from licensing.papers.store import read_licences
from licensing.position.explanation import Explanation, explained
from licensing.position.owed import owed
from tests.lib.definitions import ROOT
from tests.lib.machines import START

RULES = {name: read.value for name, read in read_licences(ROOT)[0].rules.items()}
DAY = timedelta(days=1)
PARK = Park(
    {
        "pri-01": Host("pri-01", "primary", 2, 8),
        "pri-02": Host("pri-02", "primary", 1, 8),
        "rem-01": Host("rem-01", "remote", 2, 8),
    },
    regions={"primary": "asia-pacific", "remote": "europe"},
)
JAPANESE = translation(Language.JA)
HITA = Stay("hita-core-db-1", "hita", "pri-01", 4, True, UNKNOWN, START, None)
LEFT = replace(HITA, until=START + DAY)
MOVED = replace(HITA, host="pri-02", since=START + DAY)


def called(slug: str) -> Named:
    return {"hita": Named("日田市", "Hita City")}.get(slug, Named(slug, slug))


def explained_on(day: int, rule: Rule, *stays: Stay) -> list[Explanation]:
    at = START + day * DAY
    return explained(rule, owed(rule, PARK, stays, START, at), stays, called)


def told(found: Explanation) -> list[str]:
    return [f"{one.host} {one.units}: {', '.join(map(str, one.reasons))}" for one in found.hosts]


def test_a_host_that_was_left_says_by_whom_when_and_until_when_it_counts() -> None:
    (found,) = explained_on(10, RULES["sql-server-core-host"], LEFT, MOVED)
    assert told(found) == [
        "pri-01 16: hita-core-db-1 (Hita City) ran there until 2026-04-02 09:00 JST, "
        "and it counts until 2026-07-01 09:00 JST",
        "pri-02 8: it runs hita-core-db-1 (Hita City)",
    ]
    assert found.hosts[0].reasons[0].text(JAPANESE) == (
        "hita-core-db-1（日田市）の稼働が 2026-04-02 09:00 JST に終わり、"
        "2026-07-01 09:00 JST まで数えます"
    )


def test_servers_that_left_a_host_together_are_told_in_one_reason() -> None:
    other = replace(LEFT, server="usa-core-db-1", member="usa")
    (found,) = explained_on(10, RULES["sql-server-core-host"], LEFT, other)
    assert told(found) == [
        "pri-01 16: hita-core-db-1 (Hita City), usa-core-db-1 (usa) ran there until "
        "2026-04-02 09:00 JST, and it counts until 2026-07-01 09:00 JST"
    ]


def test_a_server_that_counts_switched_off_is_not_said_to_run() -> None:
    off = replace(HITA, server="hita-core-db-2", powered_on=False)
    (found,) = explained_on(1, RULES["openshift-core-pair"], HITA, off)
    assert told(found) == [
        "pri-01 8: it runs hita-core-db-1 (Hita City), "
        "hita-core-db-2 (Hita City) stands there, and counts switched off as well"
    ]


def test_a_host_within_reach_says_from_where() -> None:
    rule = RULES["oracle-processor"].model_copy(update={"reach": Reach.SITE})
    (found,) = explained_on(10, rule, HITA)
    assert told(found) == [
        "pri-01 8: it runs hita-core-db-1 (Hita City)",
        "pri-02 4: what runs on pri-01 may move there",
    ]


def test_a_host_that_was_within_reach_of_what_left_says_so() -> None:
    rule = RULES["sql-server-core-host"].model_copy(update={"reach": Reach.SITE})
    (found,) = explained_on(10, rule, LEFT)
    assert told(found)[1] == "pri-02 8: what left pri-01 within the window could have moved there"


def test_what_runs_and_does_not_count_says_why() -> None:
    rule = RULES["sql-server-core-server"]
    tax = Role("tax", ())
    primary = replace(HITA, role=tax)
    standby = replace(HITA, server="hita-core-db-2", role=replace(tax, passive=True))
    off = replace(HITA, server="hita-core-db-3", powered_on=False)
    (found,) = explained_on(10, rule, primary, standby, off)
    assert [str(one) for one in found.not_counted] == [
        "hita-core-db-2 (Hita City) on pri-01 does not count: "
        "it stands by for its primary, and the rule lets it go free",
        "hita-core-db-3 (Hita City) on pri-01 does not count: it is switched off",
    ]


def test_a_spare_on_a_free_day_says_so() -> None:
    spare = replace(HITA, server="hita-core-db-2", role=replace(HITA.role, passive=True))
    (found,) = explained_on(5, RULES["oracle-processor-failover"], HITA, spare)
    assert [str(one) for one in found.not_counted] == [
        "hita-core-db-2 (Hita City) on pri-01 does not count: "
        "it is a spare on one of its 10 free days"
    ]


def test_each_region_has_a_sum_of_its_own() -> None:
    elsewhere = replace(HITA, server="usa-core-db-1", member="usa", host="rem-01", vcpus=2)
    found = explained_on(10, RULES["ibm-vpc"], HITA, elsewhere)
    assert [told(one) for one in found] == [
        ["pri-01 4: it runs hita-core-db-1 (Hita City)"],
        ["rem-01 2: it runs usa-core-db-1 (usa)"],
    ]


def test_what_is_declared_is_told_by_the_names_of_municipalities_and_in_words() -> None:
    rule = RULES["oracle-named-user-plus"].model_copy(update={"units_per_licence": 5})
    users = (
        Figure(Metric.USERS, "hita", START, 58),
        Figure(Metric.USERS, "usa", START, 4),
    )
    park = Park({}, declared=users)
    (found,) = explained(rule, owed(rule, park, [], START, START), [], called)
    assert [str(step) for step in found.steps] == [
        "Hita City: 58 users",
        "usa: 4 users",
        "in all: 62 → 13 licences",
        "the larger of 13, 0",
    ]
    assert found.steps[0].text(JAPANESE) == "日田市: 利用者 58 人"


def test_what_sockets_and_servers_ask_for_together_is_told_by_host_in_licences() -> None:
    """A pair of sockets on each host, and half a licence for each server."""
    other = replace(HITA, server="usa-core-db-1", member="usa")
    alone = replace(HITA, server="usa-tax-db-1", member="usa", host="pri-02")
    (found,) = explained_on(1, RULES["rhel-hybrid"], HITA, other, alone)
    assert {one.host: one.units for one in found.hosts} == {
        "pri-01": Fraction(2),
        "pri-02": Fraction(3, 2),
    }
