"""A generation goes once its time is over and nothing that is kept builds on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from recovery.chain import chain_of
from recovery.coverage import Held
from recovery.manifest import Manifest
from recovery.retention import expired, expired_away, objects_of
from tenants.recovery_model import Objectives
from tests.lib.effort import examples
from tests.lib.generations import FIRST_AT, generation, proof_of
from tests.unit.recovery.test_coverage import PROMISED

LATER = FIRST_AT + timedelta(days=1000)
TWO = PROMISED.model_copy(update={"generations": 2})


def chains(*lengths: int) -> list[Manifest]:
    """One after the other, each begun by a full copy."""
    found: list[Manifest] = []
    for length in lengths:
        for place in range(length):
            number = len(found) + 1
            made = generation(number, found[-1] if place else None)
            before = found[-1].sha256 if found else None
            found.append(made.model_copy(update={"before": before}))
    return found


def held(generations: list[Manifest], *proven: int) -> list[Held]:
    return [
        Held(one, (proof_of(one, one.taken_at),) if one.number in proven else ())
        for one in generations
    ]


def over(generations: list[Held], promised: Objectives = TWO, now: datetime = LATER) -> list[int]:
    return [one.number for one in expired(generations, promised, now)]


def test_whole_chains_go_their_newest_first() -> None:
    assert over(held(chains(3, 3, 2), 8)) == [6, 5, 4, 3, 2, 1]


def test_what_a_kept_one_builds_on_stays_however_old() -> None:
    assert over(held(chains(3, 4), 7)) == [3, 2, 1]


def test_nothing_goes_before_anything_was_proven() -> None:
    assert over(held(chains(3, 3, 3))) == []


def test_the_newest_proven_and_all_after_it_stay_however_many_are_promised() -> None:
    assert over(held(chains(2, 2, 2, 2), 1, 4)) == [2, 1]


def test_what_is_younger_than_was_promised_stays() -> None:
    generations = chains(1, 1, 1, 1, 1)
    now = generations[2].taken_at + timedelta(days=TWO.retention_days)
    assert over(held(generations, 5), now=now) == [2, 1]


def elsewhere(generations: list[Held], days: int) -> list[Held]:
    """The same made at the other site, so many days before; each backup has an id of its own."""
    found = []
    for one in generations:
        volumes = tuple(
            volume.model_copy(
                update={
                    "backup": f"away.{volume.backup}",
                    "parent": volume.parent and f"away.{volume.parent}",
                }
            )
            for volume in one.manifest.volumes
        )
        taken_at = one.manifest.taken_at - timedelta(days=days)
        made = {"site": "remote", "taken_at": taken_at, "volumes": volumes}
        then = one.manifest.model_copy(update=made)
        found.append(Held(then, (proof_of(then, taken_at),) if one.proofs else ()))
    return found


def away(then: list[Held], home: list[Held], now: datetime = LATER) -> list[int]:
    return [one.number for one in expired_away(then, home, TWO, now)]


def test_what_was_made_away_goes_chain_by_chain_once_enough_was_made_at_home() -> None:
    then = elsewhere(held(chains(2, 2), 4), days=100)
    assert away(then, held(chains(1, 1), 2)) == [4, 3, 2, 1]
    # One at home, and so one of the two that were promised is of then, with what it builds on.
    assert away(then, held(chains(1), 1)) == [2, 1]


def test_what_was_made_away_stays_while_nothing_newer_was_proven_or_it_is_young() -> None:
    then = elsewhere(held(chains(2, 2), 2), days=100)
    assert away(then, held(chains(1, 1))) == []
    young = then[-1].manifest.taken_at + timedelta(days=TWO.retention_days)
    assert away(then, held(chains(1, 1), 2), young) == [2, 1]


def test_of_what_was_made_at_home_nothing_goes_for_what_was_made_away() -> None:
    home = held(chains(1, 1, 1), 1)
    assert away(elsewhere(held(chains(1, 1), 2), days=-100), home) == []
    assert over(home) == []


@settings(max_examples=examples(300))
@given(
    some.lists(some.integers(1, 5), min_size=1, max_size=6),
    some.sets(some.integers(1, 30)),
    some.integers(1, 6),
    some.integers(0, 100),
)
def test_whatever_is_kept_can_still_be_restored(
    lengths: list[int], proven: set[int], count: int, days: int
) -> None:
    generations = held(chains(*lengths), *proven)
    promised = PROMISED.model_copy(update={"generations": count})
    gone = over(generations, promised, FIRST_AT + timedelta(days=days))
    left = [one.manifest for one in generations if one.manifest.number not in gone]
    assert all(chain_of(volume, left) for one in left for volume in one.volumes)
    assert gone == sorted(gone, reverse=True)
    best = max((one.manifest.number for one in generations if one.proven_at), default=0)
    assert not best or best in {one.number for one in left}
    assert objects_of(left).isdisjoint(
        objects_of([one.manifest for one in generations if one.manifest.number in gone])
    )
