"""What dashboards show, worked out by a real Prometheus that reads a real exporter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from monitoring.exporter.series import LOOK_SUCCEEDED, SERVER_RUNNING, Sample
from tests.lib.dashboards import asked
from tests.lib.matrix import shipped_matrix
from tests.lib.pair import RealPair, real_pair, server_stopped
from tests.lib.waiting import until

HERE = "kumiai-prometheus-primary"
Row = tuple[dict[str, str], float]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPair]:
    """A server of Usuki and one of Aya have stopped at primary; one more of Usuki's runs."""
    with real_pair(tmp_path_factory.mktemp("pair"), shipped_matrix()) as one:
        runs = Sample(SERVER_RUNNING, ("primary", "usuki", "core", "usuki-core-db-1", "h"), 1)
        one.broken = [*server_stopped(), *server_stopped("aya"), runs]
        both_call(one)
        yield one


def both_call(pair: RealPair) -> None:
    fires = 'ALERTS{alertstate="firing", alertname="server-stopped"}'
    until(lambda: len(answers(pair, fires)) == 2, "both call")


def answers(pair: RealPair, expr: str) -> list[Row]:
    with urlopen(f"{pair.prometheus}/api/v1/query?{urlencode({'query': expr})}") as said:
        rows = json.load(said)["data"]["result"]
    return [(row["metric"], float(row["value"][1])) for row in rows]


def shown(pair: RealPair, uid: str, series: str) -> list[Row]:
    """What the panels show whose question begins so."""
    exprs = [one.expr for one in asked(uid) if one.datasource == HERE]
    return [row for one in exprs if one.startswith(series) for row in answers(pair, one)]


def test_prometheus_works_out_every_question_of_every_dashboard(pair: RealPair) -> None:
    every = dict.fromkeys(one.expr for one in asked())
    assert len(every) > 300
    for expr in every:
        answers(pair, expr)  # a refusal is an error


def test_a_site_shows_what_has_stopped_and_which(pair: RealPair) -> None:
    site = "kumiai-site-primary"
    assert shown(pair, site, "sum by (site) (1 - kumiai_server_running") == [
        ({"site": "primary"}, 2)
    ]
    stopped = shown(pair, site, "count by (site, member, system, server, host)")
    assert {row["server"] for row, _ in stopped} == {"usuki-core-app-1", "aya-core-app-1"}


def test_a_layer_is_broken_or_sound_or_not_verified(pair: RealPair) -> None:
    site = "kumiai-site-primary"
    assert shown(pair, site, "count(kumiai:broken_at:os") == [({}, 2)]
    # Of networks nobody tells anything: no number, and so nothing green.
    assert shown(pair, site, "count(kumiai:broken_at:zone_network") == []
    # Of the one that has stopped nothing else is known; so of hita, which has nothing here.
    assert shown(pair, "kumiai-party-hita_ict-section", "count(kumiai:broken_at:os") == []
    before = pair.broken
    pair.broken = [Sample(one.series, one.values, 1) for one in before]
    until(lambda: shown(pair, site, "count(kumiai:broken_at:os") == [({}, 0)], "it is sound")
    pair.broken = [*pair.broken, Sample(LOOK_SUCCEEDED, ("primary", "servers"), 0)]
    until(lambda: shown(pair, site, "count(kumiai:broken_at:os") == [], "it is not verified")
    pair.broken = before
    both_call(pair)


def test_a_municipality_sees_its_own_and_nothing_that_names_another(pair: RealPair) -> None:
    uid = "kumiai-party-usuki_ict-section"
    fires = [row for row, _ in shown(pair, uid, "ALERTS") if row["alertname"] == "server-stopped"]
    assert [row["server"] for row in fires] == ["usuki-core-app-1"]
    rows = [row for one in asked(uid) for row in answers(pair, one.expr)]
    assert len(rows) > 3
    assert "aya" not in json.dumps(rows)


def test_whoever_answers_sees_all_that_is_theirs_lowest_layer_first(pair: RealPair) -> None:
    fires = shown(pair, "kumiai-party-platform-operator", "ALERTS")
    assert {row["member"] for row, _ in fires if row["alertname"] == "server-stopped"} == {
        *("usuki", "aya")
    }
    assert len({order for row, order in fires if row["layer"] == "os"}) == 1
