"""The look at a server's SSH daemon, at a living one of OpenSSH."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitoring.exporter.ssh import asked_by_ssh, known_keys
from monitoring.exporter.way import BySsh, Way
from tests.lib.alertmanager import free_port
from tests.lib.sshd import Daemon, daemon

SERVER = "usuki-core-db-1"
TYPES = ("ed25519", "ecdsa", "rsa")
WORKS = BySsh(Way.ACCEPTED, answers=True)
WRONG = BySsh(Way.ACCEPTED, answers=False)


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with daemon(tmp_path_factory.mktemp("sshd"), *TYPES) as one:
        yield one


def asked(folder: Path, line: str, port: int) -> BySsh:
    """With one line of known_hosts, as OpenSSH writes it."""
    file = folder / "known_hosts"
    file.write_text(f"{line}\n", "utf-8")
    return asked_by_ssh(SERVER, "127.0.0.1", known_keys(file), port, limit_seconds=3)


@pytest.mark.parametrize("kind", TYPES)
def test_it_answers_by_whichever_of_its_keys_is_known(
    sshd: Daemon, tmp_path: Path, kind: str
) -> None:
    assert asked(tmp_path, f"{SERVER} {sshd.keys[kind]}", sshd.port) == WORKS


def test_the_name_may_be_hashed_as_debians_ssh_writes_it(sshd: Daemon, tmp_path: Path) -> None:
    file = tmp_path / "known_hosts"
    file.write_text(f"{SERVER} {sshd.keys['ed25519']}\n", "utf-8")
    subprocess.run(["ssh-keygen", "-q", "-H", "-f", str(file)], check=True, capture_output=True)
    assert SERVER not in file.read_text("utf-8")
    assert asked_by_ssh(SERVER, "127.0.0.1", known_keys(file), sshd.port) == WORKS


@pytest.mark.parametrize("kind", TYPES)
def test_another_machine_at_its_address_is_not_that_server(
    sshd: Daemon, tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(other)], check=True)
    line = f"{SERVER} {other.with_suffix('.pub').read_text('utf-8').strip()}"
    with caplog.at_level(logging.WARNING):
        assert asked(tmp_path, line, sshd.port) == WRONG
    assert f"{SERVER} shows another host key" in caplog.text


def test_of_whom_no_key_is_known_exchanging_them_is_enough(sshd: Daemon, tmp_path: Path) -> None:
    assert asked(tmp_path, f"aya-core-db-1 {sshd.keys['rsa']}", sshd.port) == WORKS


def test_it_does_not_listen(tmp_path: Path) -> None:
    assert asked(tmp_path, "", free_port()) == BySsh(Way.REFUSED, answers=False)


def test_it_is_silent_though_the_kernel_takes_the_connection(tmp_path: Path) -> None:
    with daemon(tmp_path, "ed25519") as one:
        assert asked(tmp_path, f"{SERVER} {one.keys['ed25519']}", one.port) == WORKS
        one.stop()
        assert asked(tmp_path, f"{SERVER} {one.keys['ed25519']}", one.port) == WRONG
