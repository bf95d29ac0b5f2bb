from __future__ import annotations

import stat
from pathlib import Path

import pytest

from core.errors import UserError
from core.home import Home
from core.signing import Signer, public_key_of
from core.signing_key import (
    allowed_signers,
    make_signing_key,
    own_signer,
    signing_key,
    signing_key_file,
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_key_is_made_once_for_its_owner_alone(home: Home) -> None:
    key = make_signing_key(home)
    file = signing_key_file(home)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert public_key_of(make_signing_key(home)) == public_key_of(key)
    assert own_signer(home, "hita-operator") == Signer("hita-operator", public_key_of(key))


def test_without_a_key_the_command_that_makes_one_is_named(home: Home) -> None:
    with pytest.raises(UserError, match="there is no signing key; `kumiai signer new NAME`"):
        signing_key(home)


def test_what_is_no_key_is_never_overwritten(home: Home) -> None:
    home.credentials.mkdir()
    signing_key_file(home).write_text("torn", encoding="utf-8")
    signing_key_file(home).chmod(0o600)
    with pytest.raises(UserError, match="cannot be read as a private key"):
        make_signing_key(home)
    assert signing_key_file(home).read_text(encoding="utf-8") == "torn"


def test_a_key_that_others_may_read_signs_nothing(home: Home) -> None:
    make_signing_key(home)
    signing_key_file(home).chmod(0o640)
    with pytest.raises(UserError, match="others may read the signing key"):
        signing_key(home)


def test_nobody_is_believed_where_no_file_says_whom(tmp_path: Path) -> None:
    assert allowed_signers(tmp_path) == []


@pytest.mark.parametrize("line", [b"hita-operator ssh-rsa AAAA", b"\xff"])
def test_a_line_that_is_no_signer_is_named(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "tenants").mkdir()
    (tmp_path / "tenants" / "allowed_signers").write_bytes(line + b"\n")
    with pytest.raises(UserError, match="tenants/allowed_signers:1: is no signer"):
        allowed_signers(tmp_path)
