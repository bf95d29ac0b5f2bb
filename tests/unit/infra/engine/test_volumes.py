"""How large volumes stand, as their states tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.home import Home
from infra.engine.resources import state_of
from infra.engine.volumes import larger, sizes_in, standing_sizes
from tests.lib.definitions import shipped
from tests.lib.states import write_state

VOLUME = "openstack:blockstorage/volume:Volume"


def volume(name: str, asked: int, *, has: int | None = None, stack: str = "a") -> dict[str, Any]:
    outputs = {} if has is None else {"size": has}
    urn = f"urn:pulumi:{stack}::b::c::{name}-volume"
    return {
        "urn": urn,
        "type": VOLUME,
        "inputs": {"name": name, "size": asked},
        "outputs": outputs,
    }


def test_what_cinder_said_counts_and_not_what_was_asked_for() -> None:
    state = state_of({"resources": [volume("a", 7, has=9), volume("b", 7)]})
    assert sizes_in(state) == {"a": 9, "b": 7}


def test_the_larger_of_two_sizes_is_the_one_to_keep() -> None:
    assert larger({"a": 7, "b": 2}, {"b": 3, "c": 1}) == {"a": 7, "b": 3, "c": 1}
    assert larger() == {}


def test_both_sites_of_a_member_are_asked(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert standing_sizes(home, shipped(), "usuki") == {}
    for stack, gib in (("usuki.primary", 7), ("usuki.remote", 9), ("hita.primary", 99)):
        write_state(home, stack, [volume("usuki-core-db-1-data", gib, stack=stack)])
    assert standing_sizes(home, shipped(), "usuki") == {"usuki-core-db-1-data": 9}
