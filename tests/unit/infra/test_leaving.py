"""Where the servers of a host go."""

from __future__ import annotations

from collections.abc import Sequence

from infra.servers.leaving import Leaving, Price, leaving
from infra.servers.seen import HostSeen, Standing
from tests.lib.definitions import shipped

PRIMARY = shipped().sites["primary"].value
UP = HostSeen(runs=True, is_enabled=True)
ALL_UP = dict.fromkeys(PRIMARY.hosts, UP)


def server(
    name: str, host: str = "pri-01", ram_gib: int = 4, apart_from: Sequence[str] = ()
) -> Standing:
    return Standing(name, name, host, "ACTIVE", 2, ram_gib * 1024, frozenset(apart_from))


def plan(
    *servers: Standing,
    hosts: dict[str, HostSeen] = ALL_UP,
    allowed: Sequence[str] = tuple(PRIMARY.hosts),
    dear: Sequence[str] = (),
) -> Leaving:
    def price(_: object, one: Standing, to: str) -> Price:
        return (False, 1000 if to in dear else 0, 0.0)

    return leaving(PRIMARY, "pri-01", servers, hosts, lambda _: frozenset(allowed), price)


def went(found: Leaving) -> dict[str, str]:
    return {one.name: to for one, to in found.goes}


def test_each_server_of_the_host_goes_and_the_others_stay() -> None:
    found = plan(server("a"), server("b"), server("c", "pri-02"))
    assert set(went(found)) == {"a", "b"}
    assert "pri-01" not in went(found).values()
    assert found.stays == ()


def test_the_cheapest_host_wins_and_of_those_the_emptiest() -> None:
    assert went(plan(server("a"), dear=["pri-02", "pri-04"])) == {"a": "pri-03"}
    assert went(plan(server("a"), server("b"))) == {"a": "pri-02", "b": "pri-03"}


def test_nothing_goes_to_a_host_that_is_down_disabled_or_outside_its_fence() -> None:
    hosts = {
        **ALL_UP,
        "pri-02": HostSeen(runs=False, is_enabled=True),
        "pri-03": HostSeen(runs=True, is_enabled=False),
    }
    assert went(plan(server("a"), hosts=hosts)) == {"a": "pri-04"}
    shut = plan(server("a"), hosts=hosts, allowed=["pri-02", "pri-03"])
    assert [one.name for one in shut.stays] == ["a"]


def test_servers_that_must_stand_apart_do_also_after_the_move() -> None:
    found = plan(
        server("a", apart_from=["b", "c"]),
        server("b", apart_from=["a", "c"]),
        server("c", "pri-02", apart_from=["a", "b"]),
    )
    assert sorted(went(found).values()) == ["pri-03", "pri-04"]


def test_what_fits_nowhere_is_told_and_takes_nobody_elses_room() -> None:
    found = plan(server("small"), server("huge", ram_gib=300))
    assert [one.name for one in found.stays] == ["huge"]
    assert set(went(found)) == {"small"}
