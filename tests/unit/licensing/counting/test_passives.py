"""Passive replicas go free per primary, whatever they are called."""

from __future__ import annotations

from datetime import UTC, datetime

from blueprint.naming import Role
from licensing.counting.park import Host, Park
from licensing.counting.requirement import required
from licensing.counting.rounding import shown
from licensing.counting.stay import Stay
from licensing.papers.store import read_licences
from tests.lib.definitions import ROOT

RULE = read_licences(ROOT)[0].rules["sql-server-core-server"].value
PARK = Park({"h1": Host("h1", "primary", 2, 64)})
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def server(name: str, vcpus: int = 8, *, passive: bool = False, member: str = "hita") -> Stay:
    role = Role("core", ("database",), passive)
    return Stay(name, member, "h1", vcpus, True, role, datetime(2026, 4, 1, tzinfo=UTC), None)


def counted(*stays: Stay, free: int = 2) -> str:
    rule = RULE.model_copy(update={"free_passive_servers": free})
    return shown(required(rule, PARK, stays, NOW).licences)


def test_ten_members_with_a_primary_and_a_replica_each_need_ten_primaries() -> None:
    pairs = [
        (server(f"p{i}", member=f"m{i}"), server(f"s{i}", passive=True, member=f"m{i}"))
        for i in range(10)
    ]
    assert counted(*(one for pair in pairs for one in pair)) == "80"


def test_the_primary_of_one_member_frees_no_replica_of_another() -> None:
    assert counted(server("p1"), server("s1", passive=True, member="usa")) == "16"


def test_without_a_primary_nothing_is_free() -> None:
    assert counted(server("s1", passive=True), server("s2", passive=True)) == "16"


def test_a_replica_is_free_up_to_the_cores_of_its_primary() -> None:
    assert counted(server("p1", 8), server("s1", 16, passive=True)) == "16"


def test_the_largest_replica_goes_free_whatever_it_is_called() -> None:
    for large, small in (("x1", "y1"), ("y1", "x1")):
        replicas = server(large, 8, passive=True), server(small, 4, passive=True)
        assert counted(server("p1"), *replicas, free=1) == "12"
