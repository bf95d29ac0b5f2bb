from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from cloud.credentials import ensure_sync_key
from cloud.keypairs import ensure_keypair, held_public_key
from core.errors import Exit, UserError
from core.home import Home

AT_ONCE = 6


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def files(home: Home) -> list[str]:
    return sorted(file.name for file in home.credentials.glob("*"))


@pytest.mark.parametrize(
    "ensure", [partial(ensure_keypair, keep=True), partial(ensure_sync_key, standing=None)]
)
def test_both_sites_of_a_member_get_the_same_key_however_close_together_they_ask(
    home: Home, ensure: Callable[[Home, str], str]
) -> None:
    for member in ("hita", "usuki", "yufu"):
        with ProcessPoolExecutor(AT_ONCE) as pool:
            found = set(pool.map(partial(ensure, home), [member] * AT_ONCE))
        assert len(found) == 1
    assert {file.stat().st_mode & 0o777 for file in home.credentials.iterdir()} == {0o600}


def test_a_preview_of_a_new_member_shows_a_key_and_keeps_none(home: Home) -> None:
    shown = ensure_keypair(home, "usuki", keep=False)
    assert shown.split()[0] == "ssh-ed25519"
    assert shown.endswith(" usuki")
    assert files(home) == []


def test_a_lost_public_half_is_derived_from_the_private_one(home: Home) -> None:
    made = ensure_keypair(home, "usuki", keep=True)
    private = (home.credentials / "usuki.key").read_bytes()
    public = home.credentials / "usuki.key.pub"
    public.unlink()

    assert ensure_keypair(home, "usuki", keep=False) == made
    assert files(home) == ["usuki.key"]
    assert ensure_keypair(home, "usuki", keep=True) == made
    assert public.read_text("ascii") == f"{made}\n"
    assert (home.credentials / "usuki.key").read_bytes() == private


def test_a_public_half_of_another_key_is_put_right(home: Home) -> None:
    made = ensure_keypair(home, "usuki", keep=True)
    public = home.credentials / "usuki.key.pub"
    public.write_text("ssh-ed25519 AAAAother usuki\n", "ascii")
    assert ensure_keypair(home, "usuki", keep=True) == made
    assert public.read_text("ascii") == f"{made}\n"


@pytest.mark.parametrize("content", [b"", b"-----BEGIN OPENSSH PRIVATE KEY-----\n", b"\xff\xfe"])
def test_a_private_half_that_cannot_be_read_is_nobodys_to_overwrite(
    home: Home, content: bytes
) -> None:
    home.credentials.mkdir()
    file = home.credentials / "usuki.key"
    file.write_bytes(content)
    with pytest.raises(UserError, match="cannot be read as a private key") as refused:
        ensure_keypair(home, "usuki", keep=True)
    assert refused.value.exit_code is Exit.RULE_BROKEN
    assert file.read_bytes() == content
    assert files(home) == ["usuki.key"]


def test_without_a_private_half_nothing_is_held(home: Home) -> None:
    assert held_public_key(home, "usuki") is None
    held = ensure_keypair(home, "usuki", keep=True)
    assert held_public_key(home, "usuki") == held


def test_a_lost_sync_key_is_taken_over_from_the_container_that_has_it(home: Home) -> None:
    assert ensure_sync_key(home, "usuki", "stands-at-the-container") == "stands-at-the-container"
    assert ensure_sync_key(home, "usuki", "another") == "stands-at-the-container"
