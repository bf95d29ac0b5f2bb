"""What a real Nova tells of servers that leave their host or its memory and come back."""

from __future__ import annotations

import pytest

from tests.lib.collectors import entries
from tests.lib.consortium import Consortium
from tests.lib.moving import Moving

pytestmark = pytest.mark.lab

SERVER = "usuki-core-db-1"

Stays = list[tuple[str, bool, bool, bool]]


@pytest.fixture
def server(consortium: Consortium) -> Moving:
    return Moving.named(consortium.lab.cloud("primary"), SERVER)


def stays(consortium: Consortium) -> Stays:
    """Host, whether it was on, whether that lasts, and whether it was concluded."""
    return [
        (e.machine.host, e.machine.powered_on, e.until is None, e.inferred)
        for e in entries(consortium, SERVER)
    ]


def over(found: Stays) -> Stays:
    """The same, and the last of them is over."""
    *before, (host, on, _, inferred) = found
    return [*before, (host, on, False, inferred)]


def collected(consortium: Consortium) -> Stays:
    looked = consortium.kumiai("licence", "collect")
    assert looked.returncode == 0, looked.stderr
    return stays(consortium)


def test_a_shelved_server_is_nowhere_and_is_back_where_it_was_unshelved(
    consortium: Consortium, server: Moving
) -> None:
    before = collected(consortium)
    other = "pri-03" if server.now.compute_host != "pri-03" else "pri-04"
    server.shelve()
    assert collected(consortium) == over(before)
    server.unshelve(other)
    back = [*over(before), (other, True, True, False)]
    assert collected(consortium) == back
    assert collected(consortium) == back


def test_a_suspended_server_is_off_until_it_is_resumed(
    consortium: Consortium, server: Moving
) -> None:
    before = collected(consortium)
    host = server.now.compute_host
    server.suspend()
    off = [*over(before), (host, False, True, False)]
    assert collected(consortium) == off
    server.resume()
    assert collected(consortium) == [*over(off), (host, True, True, False)]
