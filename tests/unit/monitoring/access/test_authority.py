"""The keys that sign certificates, what they sign and what is believed no more: by OpenSSH."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.eras import JAPAN
from core.errors import UserError
from core.home import Home
from monitoring.access.authority import (
    TRUSTED,
    certificate_file,
    issue,
    issued,
    make_authority,
    revocation_list,
    signing_authority,
    trusted_lines,
)
from monitoring.access.certificate import certificate, of_journal
from tests.lib.staff import key_of

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=JAPAN)
OPENS = "hita:operate:sato-hanako"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "var", tmp_path)


def made(home: Home, person: str = "sato-hanako", opens: str = OPENS) -> Path:
    issue(home, certificate(person, [opens], NOW, ()), key_of(1), NOW, "")
    return certificate_file(home, opens)


def test_the_private_half_is_its_owners_alone_and_the_public_one_is_in_the_file(
    home: Home,
) -> None:
    line = make_authority(home, "ca-2026")
    key = home.authority / "ca-2026.key"
    assert (key.stat().st_mode & 0o777, key.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert (home.definitions / TRUSTED).read_text() == f"{line}\n"
    assert signing_authority(home) == "ca-2026"


def test_openssh_reads_a_certificate_as_it_was_meant(home: Home) -> None:
    make_authority(home, "ca-2026")
    said = subprocess.run(
        ["ssh-keygen", "-L", "-f", str(made(home))],
        capture_output=True,
        text=True,
        check=True,
        env={"TZ": "Asia/Tokyo", "PATH": "/usr/bin:/bin"},
    ).stdout
    lines = [line.strip() for line in said.splitlines()]
    assert 'Key ID: "sato-hanako"' in lines
    assert "Serial: 1" in lines
    assert "Valid: from 2026-11-26T09:55:00 to 2026-11-26T18:00:00" in lines
    assert lines[lines.index("Principals:") + 1] == OPENS
    assert lines[lines.index("Extensions:") + 1 :] == ["permit-pty"]


def test_the_journal_of_certificates_has_each_with_its_serial(home: Home) -> None:
    make_authority(home, "ca-2026")
    made(home)
    made(home)
    assert [one["serial"] for one in issued(home)] == [1, 2]
    assert of_journal(issued(home)[0]).holds_until == NOW + timedelta(hours=8)


def test_the_newest_key_that_is_held_signs(home: Home) -> None:
    make_authority(home, "ca-2026")
    make_authority(home, "ca-2027")
    assert signing_authority(home) == "ca-2027"
    (home.authority / "ca-2027.key").unlink()
    assert signing_authority(home) == "ca-2026"


def test_openssh_believes_nobody_who_is_on_the_list_whoever_signed(home: Home) -> None:
    make_authority(home, "ca-2026")
    old = made(home)
    other = made(home, "suzuki-ichiro", "hita:operate:suzuki-ichiro")
    make_authority(home, "ca-2027")
    new = made(home, opens="usuki:operate:sato-hanako")
    krl = home.root / "krl"
    krl.write_bytes(revocation_list(home, ["sato-hanako"], 1))

    def believed(file: Path) -> bool:
        asked = ["ssh-keygen", "-Q", "-f", str(krl), str(file)]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0

    assert [believed(file) for file in (old, new, other)] == [False, False, True]


def test_what_cannot_sign_is_told(home: Home) -> None:
    with pytest.raises(UserError, match="no key of monitoring/operators/trusted_ca is held in"):
        signing_authority(home)
    make_authority(home, "ca-2026")
    with pytest.raises(UserError, match="there is a key ca-2026 already"):
        make_authority(home, "ca-2026")
    (home.authority / "ca-2026.key").chmod(0o644)
    with pytest.raises(UserError, match="others may read the key that signs certificates"):
        signing_authority(home)
    (home.definitions / TRUSTED).write_text("# ours\nssh-rsa AAAA ca\n")
    with pytest.raises(UserError, match=f"{TRUSTED}:2: is no public key"):
        trusted_lines(home.definitions)
