"""Whoever takes copies in, or restores them for trial, is killed: the next one goes on."""

from __future__ import annotations

from collections.abc import Callable

from blueprint.accounts import PROOF, VAULT
from core.run import Failure
from tests.integration.runbooks.actions.test_backups import red, world
from tests.lib.copies import MEMBER, Copies, killed_at
from tests.lib.effort import kills

__all__ = ["world"]

MOST_REQUESTS, KILLS = 200, 2
"""More than any pull or proof asks; and how many are tried, unless all are."""


def asked_by(world: Copies, work: Callable[[], list[Failure]]) -> int:
    """How many requests to the remote a whole one is."""
    before = len(world.remote.asked)
    assert work() == []
    return len(world.remote.asked) - before


def test_whenever_a_pull_is_killed_the_next_one_goes_on_and_keeps_nothing_twice(
    world: Copies,
) -> None:
    assert world.backup() == []
    usual = asked_by(world, world.pull)

    def pulls() -> None:
        assert world.pull() == []

    for number, (request, done) in enumerate(kills(MOST_REQUESTS, usual, KILLS, "a pull")):
        world.write(b"content %d" % number)
        assert world.backup() == []
        if not killed_at(world.remote, pulls, request, done=done):
            assert request >= usual
            break
        assert world.pull() == []
        vault = world.remote.swift.accounts[VAULT][MEMBER].objects
        twice = [name for name, versions in vault.items() if len(versions) > 1]
        assert [name for name in twice if name.startswith("volume_")] == [], (request, done)
    assert world.prove() == []
    assert red(world) == []


def test_whenever_a_proof_is_killed_the_next_one_leaves_nothing_of_either(world: Copies) -> None:
    assert world.backup() == []
    assert world.pull() == []
    usual = asked_by(world, world.prove)

    def proves() -> None:
        assert world.prove() == []

    for request, done in kills(MOST_REQUESTS, usual, KILLS, "a proof"):
        if not killed_at(world.remote, proves, request, done=done):
            assert request >= usual
            break
        assert world.prove() == []
        assert (world.remote.cinder.volumes, world.remote.cinder.backups) == ({}, {})
        assert world.remote.swift.accounts[PROOF] == {}
    assert red(world) == []
