"""What is told while looks succeed, are refused, or hang; and who is heard of."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest

from core.errors import OtherSystemFailed
from core.message import say
from monitoring.exporter.series import ALL, COMPUTE_HOST_UP, Sample
from monitoring.exporter.serving import Told, serve
from monitoring.exporter.watch import Watch

HOST = Sample(COMPUTE_HOST_UP, ("primary", "pri-01"), 1)


def refused() -> Iterator[Sample]:
    yield HOST
    raise OtherSystemFailed(say("done"))


def known(watch: Watch) -> set[tuple[str, tuple[str, ...], float]]:
    return {
        (one.series.name, one.values, one.value)
        for one in watch.samples()
        if one.series.name != "kumiai_look_seconds"
    }


def test_a_look_that_is_refused_tells_nothing_but_that() -> None:
    watch = Watch("primary", {"compute": lambda: [HOST], "network": refused}, every_seconds=30)
    for name, look in watch.looks.items():
        watch.look(name, look)
    assert known(watch) == {
        ("kumiai_compute_host_up", ("primary", "pri-01"), 1),
        ("kumiai_look_succeeded", ("primary", "compute"), 1),
        ("kumiai_look_succeeded", ("primary", "network"), 0),
    }


def test_a_look_that_hangs_is_no_longer_believed() -> None:
    watch = Watch("primary", {"compute": lambda: [HOST]}, every_seconds=0, answer_seconds=0)
    watch.look("compute", watch.looks["compute"])
    assert known(watch) == {("kumiai_look_succeeded", ("primary", "compute"), 0)}


def test_a_look_is_waited_for_as_long_as_an_answer_may_take() -> None:
    watch = Watch("primary", {"compute": lambda: [HOST]}, every_seconds=0, answer_seconds=3600)
    watch.look("compute", watch.looks["compute"])
    assert ("kumiai_look_succeeded", ("primary", "compute"), 1) in known(watch)


def test_a_heartbeat_is_taken_in_and_told() -> None:
    told = Told(lambda: [HOST], "primary", heard_at=0)
    server = serve(told, "127.0.0.1", 0)
    at = f"http://127.0.0.1:{server.server_port}"
    try:
        with urllib.request.urlopen(f"{at}/heartbeat", b"{}", timeout=10) as answer:
            assert answer.status == 204
        with urllib.request.urlopen(f"{at}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
    finally:
        server.shutdown()
    assert 'kumiai_compute_host_up{host="pri-01",site="primary"} 1.0' in lines
    assert any(line.startswith('kumiai_heartbeat_seconds{site="primary"} 1') for line in lines)


def test_a_port_that_is_taken_is_one_sentence() -> None:
    server = serve(Told(lambda: [], "primary"), "127.0.0.1", 0)
    try:
        with pytest.raises(OtherSystemFailed, match="choose another place with --listen"):
            serve(Told(lambda: [], "primary"), "127.0.0.1", server.server_port)
    finally:
        server.shutdown()


def test_no_two_series_have_one_name() -> None:
    assert len({one.name for one in ALL}) == len(ALL)
