"""The same ledger on a real PostgreSQL, with two writers at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text

from core.errors import OtherSystemFailed
from licensing.history import Source, entries_of
from licensing.ledger.ledger import Ledger
from tests.lib.machines import at, machine, seen
from tests.lib.postgres import postgres

pytestmark = pytest.mark.lab

TOLD = [
    seen(0, machine("pri-01")),
    seen(10, machine("pri-02")),
    seen(20, machine("pri-02", vcpus=4)),
    seen(30, None),
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with postgres() as found:
        yield found.url


@pytest.fixture
def ledger(url: str) -> Ledger:
    """An empty one."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    engine.dispose()
    return Ledger.opened(url)


def test_what_is_recorded_is_believed_and_told_twice_it_adds_nothing(ledger: Ledger) -> None:
    ledger.record(TOLD, at(31))
    assert ledger.record(list(reversed(TOLD)), at(32)) == 0
    assert ledger.believed() == entries_of(TOLD)


def test_what_was_believed_then_can_still_be_asked(ledger: Ledger) -> None:
    ledger.record(TOLD, at(31))
    ledger.record([seen(10, machine("pri-03"), source=Source.CORRECTION)], at(60))
    assert [e.machine.host for e in ledger.believed(at(59))] == ["pri-01", "pri-02", "pri-02"]
    assert [e.machine.host for e in ledger.believed()] == ["pri-01", "pri-03", "pri-02"]


def test_two_writers_at_once_lose_nothing_and_write_nothing_twice(ledger: Ledger) -> None:
    told = [
        seen(minute, machine(f"pri-0{minute % 3}"), server)
        for server in "abcdef"
        for minute in range(0, 60, 5)
    ]

    def write(part: int) -> None:
        own = Ledger(ledger.url)
        for sighting in told[part::2] + told[part::3]:
            own.record([sighting], at(100))
        own.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    assert ledger.believed() == entries_of(told)


def test_a_database_that_does_not_answer_is_one_sentence_without_its_password() -> None:
    with pytest.raises(OtherSystemFailed) as caught:
        Ledger.opened("postgresql+psycopg://kumiai:secret@127.0.99.1:5432/ledger")
    assert "secret" not in str(caught.value)
