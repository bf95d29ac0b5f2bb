"""What a move set aside goes only once a proven copy has what took its place."""

from __future__ import annotations

from datetime import timedelta

from core.message import Message
from recovery.coverage import Held
from recovery.set_aside import aside_of, name_aside, why_it_stays
from tests.lib.generations import DATA, FIRST_AT, generation, proof_of

MOVE = "746f39eae4ee"
DECLARED = {MOVE: FIRST_AT - timedelta(hours=2)}
DONE = frozenset({MOVE})


def proven(number: int = 1) -> Held:
    one = generation(number)
    return Held(one, (proof_of(one, FIRST_AT + timedelta(days=number)),))


def stays(name: str, held: list[Held], done: frozenset[str] = DONE) -> str | None:
    aside = aside_of(name)
    assert aside is not None
    why: Message | None = why_it_stays(aside, DECLARED, done, held)
    return None if why is None else str(why)


def test_it_goes_once_what_took_its_place_was_copied_and_proven_since() -> None:
    name = name_aside(DATA, MOVE)
    assert stays(name, [proven()]) is None
    for held in ([], [Held(generation(1))]):
        assert stays(name, held) == (
            f"{name}: of {DATA}, which took its place on 2026-10-31, no copy was proven since; "
            "`kumiai backup run`, `pull` and `prove` make one"
        )


def test_a_copy_of_before_the_move_or_of_something_else_is_no_proof() -> None:
    aside = aside_of(name_aside(DATA, MOVE))
    assert aside is not None
    later = {MOVE: FIRST_AT + timedelta(days=2)}
    assert why_it_stays(aside, later, DONE, [proven()]) is not None
    assert stays(name_aside("aya-tax-db-1-data", MOVE), [proven()]) is not None


def test_of_a_move_that_is_not_done_or_that_nobody_declared_everything_stays() -> None:
    name = name_aside(DATA, MOVE)
    assert stays(name, [proven()], frozenset()) == (
        f"{name}: move {MOVE} is not done yet; `kumiai failover status {MOVE}` says how far it is"
    )
    other = name_aside(DATA, "0123456789ab")
    assert stays(other, [proven()]) == (
        f"{other}: there is no move 0123456789ab in tenants/moves, so nobody knows whose it is"
    )


def test_what_people_call_so_themselves_was_not_set_aside() -> None:
    assert aside_of("before-the-update") is None
    assert aside_of(f"{DATA}.before-christmas") is None
