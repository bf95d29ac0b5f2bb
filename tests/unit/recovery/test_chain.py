"""Generations hang together, or it is said where they do not."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from recovery.chain import against_later, against_next, broken, chain_of
from recovery.manifest import Manifest
from tests.lib.effort import examples
from tests.lib.generations import DATA, generation, generations, volume_copy


def needs(manifest: Manifest, among: list[Manifest]) -> list[str] | None:
    volume = manifest.volume(DATA)
    assert volume is not None
    found = chain_of(volume, among)
    return None if found is None else [one.backup for one in found]


def test_a_restore_needs_every_copy_since_the_last_full_one() -> None:
    one, two, three = generations(3)
    assert needs(three, [one, two, three]) == [f"{DATA}.1", f"{DATA}.2", f"{DATA}.3"]
    assert needs(one, [one, two, three]) == [f"{DATA}.1"]
    assert needs(three, [one, three]) is None


def test_a_chain_that_goes_round_in_a_circle_ends() -> None:
    one, two = generations(2)
    circle = one.model_copy(update={"volumes": (volume_copy(DATA, 1, parent=f"{DATA}.2"),)})
    assert needs(two, [circle, two]) is None


def test_generations_that_hang_together_have_nothing_against_them() -> None:
    assert broken(generations(4)) == []
    assert against_next(generation(1), None) is None


def test_a_replayed_a_left_out_and_a_foreign_generation_are_told() -> None:
    one, two, three = generations(3)
    other = generation(2, generation(1, None, DATA))
    assert str(against_next(one, two)) == (
        "generation 1 of aya core is offered where 3 is next: an older one is replayed, "
        "or one between them is lost"
    )
    assert str(against_next(three, one)) == (
        "generation 3 of aya core is offered where 2 is next: an older one is replayed, "
        "or one between them is lost"
    )
    assert str(against_next(other, one)) == (
        "generation 2 of aya core does not follow from the one before it: it names another"
    )


def test_a_generation_that_names_the_one_before_it_follows_whatever_its_clock_said() -> None:
    one, two, three = generations(3)
    early = two.model_copy(update={"taken_at": one.taken_at - timedelta(days=400)})
    assert against_next(early, one) is None
    later = three.model_copy(update={"taken_at": one.taken_at})
    assert str(against_later(later, one)) == (
        "generation 3 of aya core is older than the one before it"
    )


def test_a_copy_that_builds_on_a_strangers_is_told() -> None:
    one = generation(1)
    stranger = volume_copy(DATA, 2, parent="somebody-elses")
    two = generation(2, one).model_copy(update={"volumes": (stranger,)})
    assert [str(why) for why in broken([one, two])] == [
        f"{DATA} of generation 2 of aya core builds on a copy that is in no generation"
    ]


@settings(max_examples=examples(200))
@given(st.integers(2, 6), st.data())
def test_whichever_generation_is_lost_it_is_noticed(count: int, data: st.DataObject) -> None:
    whole = generations(count)
    lost = data.draw(st.integers(1, count - 2)) if count > 2 else None
    left = [one for index, one in enumerate(whole) if index != lost]
    assert bool(broken(left)) == (lost is not None)
