from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Sighting, Source, entries_of
from tests.lib.effort import examples
from tests.lib.machines import at, machine, seen

HOSTS = st.sampled_from(["pri-01", "pri-02", "pri-03"])
MACHINES = (
    st.builds(machine, HOSTS, st.sampled_from([1, 2, 4]), powered_on=st.booleans()) | st.none()
)

HISTORIES = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.dictionaries(st.integers(0, 40), MACHINES, min_size=1, max_size=12),
    min_size=1,
)
"""By server and minute: what it was like from then on; None where it was gone."""

CHANCES = st.integers(0, 2**32).map(random.Random)
"""By a seed: one whose every number Hypothesis draws takes most of the test's time."""


def sightings_of(history: dict[str, dict[int, Machine | None]]) -> list[Sighting]:
    return [
        seen(minute, what, server)
        for server, moments in history.items()
        for minute, what in moments.items()
    ]


def minute_by_minute(
    history: dict[str, dict[int, Machine | None]],
) -> dict[tuple[str, int], Machine | None]:
    """The brute-force model: each minute by itself, looked up backwards."""
    found: dict[tuple[str, int], Machine | None] = {}
    for server, moments in history.items():
        for minute in range(45):
            before = [m for m in moments if m <= minute]
            found[server, minute] = moments[max(before)] if before else None
    return found


def as_minutes(entries: list[Entry], servers: list[str]) -> dict[tuple[str, int], Machine | None]:
    found: dict[tuple[str, int], Machine | None] = {}
    for server in servers:
        for minute in range(45):
            here = [
                e.machine for e in entries if e.server == server and e.stay().holds_at(at(minute))
            ]
            assert len(here) <= 1, "a server is in one place at a time"
            found[server, minute] = here[0] if here else None
    return found


@settings(max_examples=examples(2_500))
@given(HISTORIES, CHANCES)
def test_late_twice_and_shuffled_sightings_give_the_same_stays_as_minute_by_minute(
    history: dict[str, dict[int, Machine | None]], chance: random.Random
) -> None:
    told = sightings_of(history)
    told += chance.sample(told, chance.randint(0, len(told)))
    chance.shuffle(told)
    entries = entries_of(told)
    assert entries == entries_of(sightings_of(history))
    assert as_minutes(entries, list(history)) == minute_by_minute(history)


@settings(max_examples=examples(1_000))
@given(HISTORIES, CHANCES)
def test_after_lost_notifications_a_reconciliation_gives_the_right_present(
    history: dict[str, dict[int, Machine | None]], chance: random.Random
) -> None:
    told = sightings_of(history)
    kept = [sighting for sighting in told if chance.random() < 0.5]
    true = minute_by_minute(history)
    looked = [seen(44, true[server, 44], server, Source.RECONCILIATION) for server in history]
    present = as_minutes(entries_of([*kept, *looked]), list(history))
    assert {s: present[s, 44] for s in history} == {s: true[s, 44] for s in history}


def test_of_two_that_speak_of_the_same_moment_the_better_source_is_believed() -> None:
    looked = seen(3, machine("pri-01"), source=Source.RECONCILIATION)
    told = seen(3, machine("pri-02"), source=Source.NOTIFICATION)
    corrected = seen(3, machine("pri-03"), source=Source.CORRECTION)
    assert [e.machine.host for e in entries_of([told, looked])] == ["pri-02"]
    assert [e.machine.host for e in entries_of([corrected, looked, told])] == ["pri-03"]


def test_a_server_that_is_gone_has_an_end_and_may_come_again() -> None:
    entries = entries_of([seen(1, machine()), seen(5, None), seen(9, machine())])
    assert [(e.since, e.until) for e in entries] == [(at(1), at(5)), (at(9), None)]


def second(number: float, what: Machine | None, source: Source) -> Sighting:
    sighting = seen(0, what, source=source)
    moment = at(0) + timedelta(seconds=number)
    return replace(sighting, at=moment, key=f"{source} {number}")


def test_records_of_what_was_heard_add_nothing_however_their_seconds_interleave() -> None:
    on, off = machine(), machine(powered_on=False)
    heard = [
        second(0.3, on, Source.NOTIFICATION),
        second(17.57, off, Source.NOTIFICATION),
        second(17.9, on, Source.NOTIFICATION),
        second(18.4, off, Source.NOTIFICATION),
        second(60.2, None, Source.NOTIFICATION),
    ]
    records = [
        second(0, on, Source.RECONCILIATION),
        second(17, off, Source.RECONCILIATION),
        second(17.0001, on, Source.RECONCILIATION),
        second(19, off, Source.RECONCILIATION),
        second(61, None, Source.RECONCILIATION),
    ]
    assert entries_of([*records, *heard]) == entries_of(heard)


def test_a_record_of_what_nobody_heard_is_taken_where_it_belongs() -> None:
    on, off = machine(), machine(powered_on=False)
    heard = [second(0, on, Source.NOTIFICATION), second(40, on, Source.NOTIFICATION)]
    records = [
        second(0, on, Source.RECONCILIATION),
        second(20, off, Source.RECONCILIATION),
        second(39, on, Source.RECONCILIATION),
    ]
    assert [(e.machine.powered_on, e.source) for e in entries_of([*heard, *records])] == [
        (True, Source.NOTIFICATION),
        (False, Source.RECONCILIATION),
        (True, Source.NOTIFICATION),
    ]


@settings(max_examples=examples(6_500))
@given(HISTORIES, CHANCES)
def test_whatever_notifications_are_lost_the_records_give_the_whole_history(
    history: dict[str, dict[int, Machine | None]], chance: random.Random
) -> None:
    """Nova's records have every event, in whole seconds; of its notifications some are lost."""
    told = sightings_of(history)
    kept = [sighting for sighting in told if chance.random() < 0.5]
    records = [
        replace(
            sighting,
            key=f"record {sighting.key}",
            at=sighting.at + timedelta(seconds=chance.choice([-1, 0, 0, 1])),
            source=Source.RECONCILIATION,
        )
        for sighting in told
    ]
    mixed = [*kept, *records, *chance.sample(records, chance.randint(0, len(records)))]
    chance.shuffle(mixed)
    found = [(e.server, e.machine, nearest_minute(e)) for e in entries_of(mixed)]
    assert found == [(e.server, e.machine, nearest_minute(e)) for e in entries_of(told)]


def nearest_minute(entry: Entry) -> int:
    return round((entry.since - at(0)).total_seconds() / 60)


def test_a_correction_is_no_echo_of_what_happened_just_before_it() -> None:
    """A server moved, and seconds later the catalogue said otherwise of it."""
    moved = seen(10, machine("pri-02"), source=Source.RECONCILIATION)
    at_once = moved.at + timedelta(seconds=3)
    otherwise = replace(moved, key="seen", at=at_once, source=Source.CORRECTION)
    first = seen(0, machine("pri-01"), source=Source.RECONCILIATION)
    assert [entry.since for entry in entries_of([first, moved, otherwise])] == [at(0), at(10)]
