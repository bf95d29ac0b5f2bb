from __future__ import annotations

from licensing.collecting.records import (
    Arrival,
    Departure,
    Event,
    PowerAction,
    Record,
    sightings_of,
    sightings_until_the_end,
)
from licensing.ledger.sightings import entries_of
from tests.lib.machines import at, machine, seen


def told(record: Record) -> list[tuple[str, int, bool, int]]:
    """Host, vCPUs, power and the minute of each stay's begin."""
    return [
        (e.machine.host, e.machine.vcpus, e.machine.powered_on, (e.since - at(0)).seconds // 60)
        for e in entries_of(sightings_of(record))
    ]


def test_a_server_that_was_never_touched_has_one_stay_since_its_launch() -> None:
    assert told(Record("a", machine(), at(3), "pri-01", (), at(50))) == [("pri-01", 2, True, 3)]


def test_arrivals_and_power_are_walked_through_from_the_launch_to_now() -> None:
    record = Record(
        "a",
        machine("pri-03", powered_on=False),
        at(0),
        "pri-01",
        [
            PowerAction("r1", at(5), False),
            PowerAction("r2", at(7), True),
            Arrival("1", at(10), "pri-02"),
            Arrival("2", at(30), "pri-03"),
            PowerAction("r3", at(40), False),
        ],
        at(50),
    )
    assert told(record) == [
        ("pri-01", 2, True, 0),
        ("pri-01", 2, False, 5),
        ("pri-01", 2, True, 7),
        ("pri-02", 2, True, 10),
        ("pri-03", 2, True, 30),
        ("pri-03", 2, False, 40),
    ]


RESIZED = Record(
    "a",
    machine("pri-02", vcpus=4),
    at(0),
    "pri-01",
    [
        PowerAction("r1", at(5), False),
        PowerAction("r2", at(7), True),
        Arrival("1", at(20), "pri-02", is_resize=True),
    ],
    at(50),
)


def test_what_came_before_a_resize_has_the_size_that_was_heard_of() -> None:
    heard = seen(0, machine("pri-01", vcpus=2))
    assert [
        (e.machine.host, e.machine.vcpus, e.machine.powered_on)
        for e in entries_of([heard, *sightings_of(RESIZED)])
    ] == [
        ("pri-01", 2, True),
        ("pri-01", 2, False),
        ("pri-01", 2, True),
        ("pri-02", 4, True),
    ]


def test_where_nobody_heard_of_a_size_it_is_guessed_and_marked_as_inferred() -> None:
    found = entries_of(sightings_of(RESIZED))
    assert [(e.machine.vcpus, e.inferred) for e in found] == [
        (4, True),
        (4, True),
        (4, True),
        (4, False),
    ]


def test_what_the_records_do_not_explain_is_seen_now_and_marked_as_inferred() -> None:
    record = Record(
        "a", machine("pri-02"), at(0), "pri-02", [Arrival("1", at(10), "pri-03")], at(50)
    )
    found = sightings_of(record)
    assert [(s.machine and s.machine.host, s.inferred) for s in found] == [
        ("pri-02", False),
        ("pri-03", False),
        ("pri-02", True),
    ]
    assert found[-1].at == at(50)


def test_the_same_records_read_twice_give_the_same_keys() -> None:
    record = Record(
        "a", machine("pri-02"), at(0), "pri-01", [Arrival("1", at(10), "pri-02")], at(50)
    )
    later = Record(
        "a", machine("pri-02"), at(0), "pri-01", [Arrival("1", at(10), "pri-02")], at(90)
    )
    assert sightings_of(record) == sightings_of(later)


def test_what_happened_within_one_second_keeps_its_order() -> None:
    power = [PowerAction("z", at(5), False), PowerAction("a", at(5), True)]
    record = Record("a", machine(), at(5), "pri-01", power, at(50))
    assert [s.machine and s.machine.powered_on for s in sightings_of(record)] == [True, False, True]
    assert [e.machine.powered_on for e in entries_of(sightings_of(record))] == [True, False, True]


def test_what_left_and_came_back_within_one_second_is_there() -> None:
    left_and_back: list[Event] = [
        Departure("1", at(5)),
        Arrival("2", at(5), "pri-02"),
        Departure("3", at(5)),
    ]
    there = Record("a", machine("pri-02"), at(0), "pri-01", left_and_back[:2], at(50))
    assert [s.machine and s.machine.host for s in sightings_of(there)] == ["pri-01", None, "pri-02"]
    away = Record("a", machine("pri-02"), at(0), "pri-01", left_and_back, at(50), on_host=False)
    assert [e.until for e in entries_of(sightings_of(away))][-1] is not None


def test_what_is_restored_is_where_it_was_and_not_where_it_went_afterwards() -> None:
    record = Record(
        "a",
        machine("pri-03"),
        at(0),
        "pri-01",
        [Departure("1", at(10)), Arrival("2", at(20), None), Arrival("3", at(30), "pri-03")],
        at(50),
    )
    assert told(record) == [
        ("pri-01", 2, True, 0),
        ("pri-01", 2, True, 20),
        ("pri-03", 2, True, 30),
    ]


def test_what_the_records_lead_off_its_host_and_is_there_now_is_seen_now() -> None:
    record = Record("a", machine(), at(0), "pri-01", [Departure("1", at(10))], at(50))
    assert [(s.machine and s.machine.host, s.inferred) for s in sightings_of(record)] == [
        ("pri-01", False),
        (None, False),
        ("pri-01", True),
    ]


def test_of_a_host_that_nobody_tells_nothing_is_told() -> None:
    power: list[Event] = [PowerAction("r1", at(5), False), Arrival("1", at(10), "pri-02")]
    away = Record("a", machine(""), at(0), "", power, at(50), on_host=False)
    assert told(away) == [("pri-02", 2, False, 10)]


def test_what_was_done_within_the_second_of_the_end_was_done_before_it() -> None:
    stopped = machine(powered_on=False)
    record = Record("a", stopped, at(0), "pri-01", [PowerAction("r1", at(5), False)], at(5))
    found = entries_of(sightings_until_the_end(record, at(5), inferred=False))
    assert [entry.machine.powered_on for entry in found] == [True, False]
    assert all(entry.until is not None for entry in found)
