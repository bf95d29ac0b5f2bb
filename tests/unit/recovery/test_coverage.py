"""Declared, protected, proven: all of it, or red with the reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from recovery.coverage import Declared, Held, covered
from tenants.recovery_model import Consistency, Objectives
from tests.lib.generations import BOOT, DATA, FIRST_AT, generation, generations, proof_of

PROMISED = Objectives(
    rpo_minutes=24 * 60,
    system_rto_minutes=240,
    data_access_rto_minutes=120,
    backup_every_minutes=720,
    full_every=14,
    generations=14,
    retention_days=35,
    restore_test_days=7,
    consistency=Consistency.PAUSED,
)
SYSTEM = Declared("aya", "core", frozenset({DATA, BOOT}))


def day(number: int) -> datetime:
    """Generation 1 is taken on day 1."""
    return FIRST_AT + timedelta(days=number)


def red(*held: Held, now: datetime, system: Declared = SYSTEM) -> list[str]:
    return [str(why) for why in covered(system, held, PROMISED, now).red]


def test_a_system_without_a_copy_is_red() -> None:
    assert red(now=day(1)) == ["there is no copy"]


def test_a_copy_that_nobody_restored_does_not_count() -> None:
    assert red(Held(generation(1)), now=day(1)) == ["no copy was ever restored"]


def test_a_proven_fresh_copy_of_everything_is_well() -> None:
    one, two = generations(2)
    seen = covered(SYSTEM, [Held(two), Held(one, (proof_of(one, day(2)),))], PROMISED, day(2))
    assert seen.red == ()
    assert seen.protected == seen.proven == SYSTEM.volumes
    assert (seen.copied_at, seen.proven_copy_at, seen.proven_at) == (day(2), day(1), day(2))


def test_age_is_told_once_it_is_beyond_what_was_promised() -> None:
    proven = Held(generation(1), (proof_of(generation(1), day(1)),))
    assert red(proven, now=day(2)) == []
    assert red(proven, now=day(2) + timedelta(seconds=1)) == ["the newest copy is older than 24 h"]
    assert red(proven, now=day(9)) == [
        "the newest copy is older than 24 h",
        "none was restored for more than 7 days",
    ]


def test_a_promise_that_is_no_whole_hours_is_told_in_minutes() -> None:
    one = generation(1)
    strict = PROMISED.model_copy(update={"rpo_minutes": 90})
    held = [Held(one, (proof_of(one, day(1)),))]
    seen = covered(SYSTEM, held, strict, day(1) + timedelta(minutes=91))
    assert [str(why) for why in seen.red] == ["the newest copy is older than 90 min"]


def test_a_volume_in_no_copy_and_one_that_was_never_restored_are_named() -> None:
    more = Declared("aya", "core", frozenset({DATA, BOOT, "aya-core-db-1-log"}))
    one = generation(1, None, DATA)
    two = generation(2, one)
    held = (Held(one, (proof_of(one, day(2)),)), Held(two))
    assert red(*held, now=day(2), system=more) == [
        "without a copy: aya-core-db-1-log",
        f"never restored: {BOOT}",
    ]


def test_a_proof_of_another_manifest_proves_nothing() -> None:
    one, two = generations(2)
    assert red(Held(two, (proof_of(one, day(2)),)), now=day(2)) == ["no copy was ever restored"]


def test_a_clock_that_was_wrong_is_told_and_hides_no_age() -> None:
    one = generation(1)
    proven = Held(one, (proof_of(one, day(1)),))
    assert red(proven, now=day(1) - timedelta(minutes=5)) == []
    to_come = (
        "a copy or a proof is of 2026-11-02T00:00:00Z, which is still to come: the clock of the "
        "machine that made it is wrong, or that of this one; look at both with `timedatectl`"
    )
    assert red(proven, now=day(1) - timedelta(minutes=6)) == [to_come, to_come]
