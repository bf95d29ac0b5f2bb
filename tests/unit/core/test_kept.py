"""What is made to stay is not looked through for garbage, while it is made and afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from core.kept import MANY, all_kept


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_freeze_count()
    yield
    if gc.get_freeze_count() > before:
        gc.unfreeze()


def test_many_are_never_looked_through() -> None:
    before = gc.get_freeze_count()
    with all_kept():
        made: list[list[int]] = [[] for _ in range(2 * MANY)]
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() - before >= len(made)


def test_of_a_few_the_garbage_may_go() -> None:
    before = gc.get_freeze_count()
    with all_kept():
        pass
    assert gc.isenabled()
    assert gc.get_freeze_count() == before


def test_where_nobody_looks_for_garbage_nobody_does_afterwards() -> None:
    gc.disable()
    try:
        with all_kept():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
