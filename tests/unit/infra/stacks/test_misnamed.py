"""A network that somebody has renamed is told before Pulumi would build servers anew for it."""

from __future__ import annotations

from infra.stacks.misnamed import called_otherwise

NETWORKS = ("usuki-lgwan", "usuki-mynumber")


def server(*networks: str) -> dict[str, object]:
    return {"name": "usuki-core-db-1", "addresses": {name: [] for name in networks}}


def told(*networks: str) -> list[tuple[str, list[str]]]:
    return list(called_otherwise(NETWORKS, [server(*networks)]))


def test_a_server_whose_network_has_another_name_is_told_with_that_name() -> None:
    assert told("usuki-by-hand") == [("usuki-core-db-1", ["usuki-by-hand"])]


def test_a_server_in_its_own_network_is_not_told_whatever_else_it_is_in() -> None:
    assert told("usuki-mynumber") == []
    assert told("usuki-mynumber", "a-strangers") == []


def test_a_server_that_has_lost_its_port_is_in_no_network_and_must_be_built_anew() -> None:
    assert told() == []
