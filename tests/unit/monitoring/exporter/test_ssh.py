"""Whether a server's SSH daemon answers, by daemons that exchange keys in earnest."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from paramiko import ECDSAKey, PKey, RSAKey, ServerInterface, SSHException, Transport
from paramiko.hostkeys import HostKeys

from monitoring.exporter.ssh import asked_by_ssh, known_keys
from monitoring.exporter.way import BySsh, Way
from tests.lib.waiting import until

SERVER = "usuki-core-db-1"
SOON = 0.5


@contextmanager
def daemon(*keys: PKey) -> Iterator[int]:
    """Its port; it takes one connection, and whoever asks has no more than its host keys."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        transports: list[Transport] = []

        def take() -> None:
            connection, _ = listening.accept()
            transport = Transport(connection)
            transports.append(transport)
            for key in keys:
                transport.add_server_key(key)
            with suppress(SSHException, EOFError, OSError):  # who asked wants nothing further
                transport.start_server(server=ServerInterface())

        taking = threading.Thread(target=take)
        taking.start()
        yield int(listening.getsockname()[1])
        taking.join()
        for transport in transports:
            transport.close()


@contextmanager
def saying(said: bytes) -> Iterator[int]:
    """A port where nothing follows what is said at first."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        kept: list[socket.socket] = []

        def take() -> None:
            kept.append(listening.accept()[0])
            kept[0].sendall(said)

        taking = threading.Thread(target=take)
        taking.start()
        yield int(listening.getsockname()[1])
        taking.join()
        kept[0].close()


@pytest.fixture(scope="module")
def key() -> PKey:
    return ECDSAKey.generate()


def answers(port: int, known: HostKeys) -> bool:
    return asked_by_ssh(SERVER, "127.0.0.1", known, port, limit_seconds=2).answers


def knowing(name: str, key: PKey) -> HostKeys:
    keys = HostKeys()
    keys.add(name, key.get_name(), key)
    return keys


def test_a_daemon_answers_by_the_key_that_is_known_of_it(key: PKey) -> None:
    with daemon(key) as port:
        assert answers(port, knowing(SERVER, key))


def test_another_machine_at_its_address_is_not_that_server(
    key: PKey, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), daemon(key) as port:
        assert not answers(port, knowing(SERVER, ECDSAKey.generate()))
    assert f"{SERVER} shows another host key ({key.fingerprint}) than is known" in caplog.text


def test_of_whom_no_key_is_known_exchanging_them_is_enough(key: PKey) -> None:
    with daemon(key) as port:
        assert answers(port, knowing("aya-core-db-1", ECDSAKey.generate()))


def test_of_several_keys_that_one_is_asked_for_which_is_known(key: PKey) -> None:
    known = RSAKey.generate(2048)
    with daemon(key, known) as port:
        assert answers(port, knowing(SERVER, known))


def test_a_greeting_alone_is_no_daemon_that_works() -> None:
    with saying(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n") as port:
        found = asked_by_ssh(SERVER, "127.0.0.1", HostKeys(), port, SOON)
    assert found == BySsh(Way.ACCEPTED, answers=False)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.0 400 Bad Request\r\n\r\n", b"\xff" * 9000])
def test_whatever_else_listens_there_does_not_answer(said: bytes) -> None:
    with saying(said) as port:
        found = asked_by_ssh(SERVER, "127.0.0.1", HostKeys(), port, SOON)
    assert found == BySsh(Way.ACCEPTED, answers=False)


def test_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = int(listening.getsockname()[1])
    found = asked_by_ssh(SERVER, "127.0.0.1", HostKeys(), port)
    assert found == BySsh(Way.REFUSED, answers=False)


def test_no_thread_is_left_of_a_look(key: PKey) -> None:
    before = threading.active_count()
    with daemon(key) as port:
        assert answers(port, HostKeys())
    until(lambda: threading.active_count() <= before, "the threads end", 5)


def test_keys_are_read_as_openssh_writes_them_and_none_where_there_is_no_file(
    key: PKey, tmp_path: Path
) -> None:
    file = tmp_path / "known_hosts"
    assert not known_keys(file).keys()
    hashed = HostKeys.hash_host(SERVER)
    file.write_text(
        f"# by hand\nnonsense\n{hashed} {key.get_name()} {key.get_base64()} root@db\n", "utf-8"
    )
    with daemon(key) as port:
        assert answers(port, known_keys(file))
    assert known_keys(file).lookup(SERVER) is not None
    assert known_keys(file).lookup("aya") is None
