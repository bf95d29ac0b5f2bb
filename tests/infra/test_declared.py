"""A consortium that stands sees no change of any object, however the code is rebuilt."""

from __future__ import annotations

from pathlib import Path

from tests.lib.declared import kept, shipped_and_fenced

KEPT = Path(__file__).with_name("declared.txt")


def test_every_stack_declares_the_objects_that_it_declared_before() -> None:
    assert kept(shipped_and_fenced()) == KEPT.read_text(encoding="utf-8").splitlines()
