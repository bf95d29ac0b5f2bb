"""Volumes that are made empty although copies of them are held: refused, with the newest copy."""

from __future__ import annotations

from datetime import UTC, datetime

from recovery.coverage import Kept
from recovery.never_empty import HeldCopies, against_empty
from recovery.receipt import Receipt
from tests.lib.generations import BOOT, DATA, FIRST_AT, generations


def kept(count: int) -> list[Kept]:
    return [
        Kept(
            one,
            receipt=Receipt(
                held_at="remote",
                member=one.member,
                system=one.system,
                number=one.number,
                manifest=one.sha256,
                taken_in_at=FIRST_AT,
                versions={},
            ),
        )
        for one in generations(count)
    ]


def test_a_volume_of_which_a_copy_is_held_is_not_made_empty() -> None:
    held = [HeldCopies.of("remote", kept(2)), HeldCopies.of("primary", kept(1))]
    assert str(against_empty({DATA}, held)) == (
        "aya-core-db-1-data would be made empty, and remote holds copies of "
        "2026-11-03 00:00+00:00; bring them back with a failover, or say with `--empty` why nobody "
        "needs what is in them"
    )


def test_a_volume_that_no_copy_has_is_made() -> None:
    assert against_empty({"aya-tax-db-1-data"}, [HeldCopies.of("remote", kept(2))]) is None
    assert against_empty({DATA}, []) is None


def test_of_each_volume_the_newest_copy_counts_in_whatever_order_they_are_told() -> None:
    third = datetime(2026, 11, 4, tzinfo=UTC)
    assert HeldCopies.of("remote", kept(3)[::-1]).taken_at == {DATA: third, BOOT: third}
