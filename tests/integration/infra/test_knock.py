"""Packets to ports of this machine: what listens, what refuses, and what keeps silent."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from infra.verify import knock

HERE, OTHER = "127.0.0.1", "127.0.0.2"
Asked = tuple[str, str, str, int]


@pytest.fixture
def ports() -> Iterator[dict[str, int]]:
    """TCP that accepts, TCP and UDP where nobody is, and UDP where somebody keeps silent."""
    with ExitStack() as kept:
        listening = kept.enter_context(socket.create_server((HERE, 0)))
        silent = kept.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        silent.bind((HERE, 0))
        with socket.create_server((HERE, 0)) as gone:
            nobody = gone.getsockname()[1]
        yield {
            "listening": listening.getsockname()[1],
            "nobody": nobody,
            "silent": silent.getsockname()[1],
        }


def answered(asked: list[Asked]) -> list[bool | None]:
    """As at a vantage point: the program alone, by Python alone."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", Path(knock.__file__).read_text("utf-8")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: list[bool | None] = json.loads(done.stdout)
    return found


def test_what_accepts_or_refuses_was_reached_and_what_keeps_silent_was_not(
    ports: dict[str, int],
) -> None:
    assert answered(
        [
            (OTHER, HERE, "tcp", ports["listening"]),
            (OTHER, HERE, "tcp", ports["nobody"]),
            (OTHER, HERE, "udp", ports["nobody"]),
            (OTHER, HERE, "udp", ports["silent"]),
            (OTHER, "240.0.0.1", "tcp", 443),
            ("192.0.2.200", HERE, "tcp", ports["listening"]),
        ]
    ) == [True, True, True, False, False, None]


def test_more_than_are_sent_at_once_are_answered_in_their_order(ports: dict[str, int]) -> None:
    one: Asked = (OTHER, HERE, "tcp", ports["nobody"])
    silent: Asked = (OTHER, HERE, "udp", ports["silent"])
    begun = time.monotonic()
    found = answered([silent, *[one] * knock.AT_ONCE, silent, one])
    assert found == [False, *[True] * knock.AT_ONCE, False, True]
    assert time.monotonic() - begun < 4 * knock.PATIENCE_SECONDS
