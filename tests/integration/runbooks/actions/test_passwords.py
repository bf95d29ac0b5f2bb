"""Passwords made anew: the file and Keystone have the same one, whoever is killed when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from blueprint.accounts import PROVISIONER, VAULT_WRITER
from cloud.credentials import Credential, read_credential
from runbooks.actions import passwords
from tests.lib.copies import Copies, copies, killed_at
from tests.lib.effort import kills

USERS = (PROVISIONER, VAULT_WRITER)
REQUESTS, KILLS = 4, 4
"""What making them anew asks, and how often it is killed."""
MOST_REQUESTS = 40


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Copies]:
    with copies(tmp_path) as found:
        yield found


def logins(world: Copies) -> dict[str, Credential]:
    files = world.home.credentials.glob("*.remote.yaml")
    found = [login for file in files if (login := read_credential(file)) is not None]
    return {login.username: login for login in found}


def renew(world: Copies) -> None:
    answering = replace(world.given, silence_of=lambda home, site: None)
    assert world.carried_out(passwords.renew(answering, "remote")) == []


def assert_the_same(world: Copies) -> None:
    found = logins(world)
    assert sorted(found) == sorted(USERS)
    for user, login in found.items():
        assert login.password == world.remote.passwords[user]
        assert not login.is_prepared


def test_every_login_of_kumiais_own_gets_a_new_one_and_nobody_elses(world: Copies) -> None:
    before = {user: login.password for user, login in logins(world).items()}
    renew(world)
    assert_the_same(world)
    assert all(login.password != before[user] for user, login in logins(world).items())
    assert sorted(world.remote.passwords) == sorted(USERS)
    assert world.primary.passwords == {}, "another site's stay as they are"
    assert list(passwords.not_working(world.given, "remote")) == []
    assert not world.remote.just_set, "whoever logs in now is served"


def test_killed_whenever_asking_again_makes_them_the_same(world: Copies) -> None:
    for request, done in kills(MOST_REQUESTS, REQUESTS, KILLS, "new passwords"):
        if not killed_at(world.remote, lambda: renew(world), request, done=done):
            assert request >= REQUESTS
            break
        renew(world)
        assert_the_same(world)
