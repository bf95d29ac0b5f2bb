from __future__ import annotations

from licensing.ledger.arrival import arrivals
from licensing.ledger.sightings import entries_of
from tests.lib.machines import at, machine, seen


def test_a_server_is_on_its_host_since_it_came_there() -> None:
    entries = entries_of([seen(0, machine("pri-01")), seen(5, machine("pri-02"))])
    assert arrivals(entries) == {"a": at(5)}


def test_a_resize_or_a_stop_on_the_same_host_is_no_arrival() -> None:
    entries = entries_of(
        [
            seen(0, machine("pri-01")),
            seen(5, machine("pri-01", 4)),
            seen(9, machine("pri-01", 4, powered_on=False)),
        ]
    )
    assert arrivals(entries) == {"a": at(0)}


def test_a_server_that_came_back_is_there_since_it_came_back() -> None:
    moves = [(0, "pri-01"), (5, "pri-02"), (9, "pri-01")]
    entries = entries_of([seen(minute, machine(host)) for minute, host in moves])
    assert arrivals(entries) == {"a": at(9)}


def test_a_server_that_is_gone_is_nowhere() -> None:
    entries = entries_of([seen(0, machine()), seen(5, None), seen(7, machine(), "b")])
    assert arrivals(entries) == {"b": at(7)}
