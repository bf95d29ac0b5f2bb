"""What follows from how far connections came: who answers, and whether a way leads there."""

from __future__ import annotations

import errno

import pytest

from core.errors import OtherSystemFailed
from monitoring.exporter.answered import Answered, blind_without_a_way
from monitoring.exporter.probes import way_of
from monitoring.exporter.series import SERVER_REACHED, SERVER_ROUTED
from monitoring.exporter.way import BySsh, Way


def asked(
    ssh: Way, *ports: Way, network: str = "usuki-mynumber", runs: bool = True, key: bool = True
) -> Answered:
    labels = ("primary", "usuki", "core", "usuki-core-db-1", "pri-01")
    by_ssh = BySsh(ssh, ssh is Way.ACCEPTED and key)
    return Answered(labels, network, runs, by_ssh, dict(enumerate(ports, start=8443)))


def told(one: Answered) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for sample in one.samples():
        found.setdefault(sample.series.name.removeprefix("kumiai_"), []).append(sample.value)
    return found


@pytest.mark.parametrize(
    ("one", "reached", "routed"),
    [
        (asked(Way.ACCEPTED), 1, 1),
        (asked(Way.ACCEPTED, key=False), 1, 1),
        (asked(Way.REFUSED), 1, 1),
        (asked(Way.SILENT, Way.REFUSED), 1, 1),
        (asked(Way.NO_ROUTE, Way.ACCEPTED), 1, 1),
        (asked(Way.SILENT, Way.SILENT), 0, 1),
        (asked(Way.SILENT, Way.NO_ROUTE), 0, 0),
        (asked(Way.NO_ROUTE), 0, 0),
    ],
)
def test_a_connection_that_is_refused_has_gone_the_whole_way(
    one: Answered, reached: float, routed: float
) -> None:
    assert told(one)["server_reached"] == [reached]
    assert told(one)["server_routed"] == [routed]


def test_who_answers_is_told_of_every_server_and_the_way_only_to_those_that_run() -> None:
    stopped = told(asked(Way.NO_ROUTE, Way.SILENT, runs=False))
    assert stopped == {"server_answers": [0], "service_answers": [0]}
    assert told(asked(Way.ACCEPTED, Way.ACCEPTED, Way.REFUSED))["service_answers"] == [1, 0]


def test_the_network_stands_on_what_is_told_of_the_way() -> None:
    labels = {
        one.series: one.values[-1]
        for one in asked(Way.ACCEPTED, network="usuki-lgwan").samples()
        if one.series in (SERVER_REACHED, SERVER_ROUTED)
    }
    assert set(labels.values()) == {"usuki-lgwan"}


def test_where_no_network_at_all_can_be_reached_it_is_this_machines_own_way() -> None:
    dark = [asked(Way.SILENT), asked(Way.NO_ROUTE, network="aya-mynumber")]
    with pytest.raises(OtherSystemFailed, match="no route to 1 of them") as refused:
        blind_without_a_way("primary", dark)
    assert "none of the 2 servers that run at primary" in str(refused.value)


@pytest.mark.parametrize(
    "others",
    [
        [],
        [asked(Way.SILENT)],
        [asked(Way.REFUSED, network="aya-mynumber")],
        [asked(Way.SILENT, network="aya-mynumber", runs=False)],
    ],
    ids=["alone", "of its own network", "another is reached", "another does not run"],
)
def test_one_network_that_cannot_be_reached_is_that_network(others: list[Answered]) -> None:
    blind_without_a_way("primary", [asked(Way.SILENT), *others])


@pytest.mark.parametrize(
    ("number", "way"),
    [
        (errno.ECONNREFUSED, Way.REFUSED),
        (errno.EHOSTUNREACH, Way.NO_ROUTE),
        (errno.ENETUNREACH, Way.NO_ROUTE),
        (errno.ETIMEDOUT, Way.SILENT),
    ],
)
def test_what_the_kernel_says_of_a_connection(number: int, way: Way) -> None:
    assert way_of(OSError(number, "")) is way
    assert way_of(TimeoutError()) is Way.SILENT
