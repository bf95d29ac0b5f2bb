"""Residents from a seed: the same people each time, all of whom can be written."""

from __future__ import annotations

from datetime import date
from itertools import islice
from random import Random

from lab.register.resident import objections
from lab.register.synthetic import households

TODAY = date(2026, 11, 26)


def test_the_same_seed_gives_the_same_people_and_another_gives_others() -> None:
    first = list(islice(households(Random(1), TODAY), 200))
    assert first == list(islice(households(Random(1), TODAY), 200))
    assert first != list(islice(households(Random(2), TODAY), 200))


def test_each_of_them_can_be_written() -> None:
    for person, came in islice(households(Random(3), TODAY), 500):
        assert list(objections(person, came, TODAY)) == []


def test_households_live_at_one_address_under_one_householder() -> None:
    people = [person for person, _ in islice(households(Random(4), TODAY), 300)]
    heads = {(one.householder, one.address) for one in people}
    assert 100 < len(heads) < 200
    assert {(one.name, one.address) for one in people} >= heads
