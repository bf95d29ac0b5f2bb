"""Whether an API answers, by whatever listens there."""

from __future__ import annotations

import socket
import threading

import pytest

from monitoring.exporter.probes import API_LIMIT_SECONDS, api_answers
from tests.lib.alerts import shipped_alerts


@pytest.mark.parametrize(
    ("said", "up"),
    [
        (b"HTTP/1.0 300 Multiple Choices\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.0 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.0 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", False),
        (b"SSH-2.0-OpenSSH_9.2\r\n", False),
        (b"", False),
    ],
)
def test_an_api_is_up_if_it_says_anything_but_that_it_is_broken(said: bytes, up: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answering = threading.Thread(target=_answer, args=(listening, said))
        answering.start()
        found, _ = api_answers(f"http://127.0.0.1:{listening.getsockname()[1]}/v3")
        answering.join()
    assert found is up


def test_an_api_that_is_slow_is_not_down_yet() -> None:
    series, slow = shipped_alerts()["api-slow"].expr.split(" > ")
    assert series == "kumiai_api_seconds"
    assert 2 * float(slow) <= API_LIMIT_SECONDS


def _answer(listening: socket.socket, said: bytes) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(said)
