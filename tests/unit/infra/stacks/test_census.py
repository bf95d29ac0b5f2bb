"""No server goes, or becomes smaller, only because the census has fallen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from infra.engine.resources import State, state_of
from infra.kinds import SERVER
from infra.stacks.census import fallen
from tenants.definitions import Definitions
from tenants.vocabulary import Size
from tests.lib.definitions import shipped


def drawn_for(residents: int | None, flavors: Sequence[str]) -> State:
    """Two application servers and a database stand, of these flavors."""
    names = ("usuki-core-app-1", "usuki-core-app-2", "usuki-core-db-1")
    outputs = {} if residents is None else {"residents": residents}
    stack = {"urn": "a::b", "type": "pulumi:pulumi:Stack", "outputs": outputs}
    servers = [
        {"urn": f"a::{name}", "type": SERVER.token, "inputs": {"name": name, "flavorId": flavor}}
        for name, flavor in zip(names, flavors, strict=True)
    ]
    return state_of({"resources": [stack, *servers]})


def usuki(residents: int, size: Size | None = None) -> Definitions:
    """Usuki with so many residents; with `size` for its resident record."""
    definitions = shipped()
    read = definitions.members["usuki"]
    population = read.value.population.model_copy(update={"count": residents})
    services = dict(read.value.services)
    if size is not None:
        use = services["resident_record"]
        services["resident_record"] = use.model_copy(update={"size": size})
    member = read.value.model_copy(update={"population": population, "services": services})
    members = {**definitions.members, "usuki": replace(read, value=member)}
    return replace(definitions, members=members)


AS_BUILT = ("small", "small", "medium")
LARGE = ("medium", "medium", "large.database")


def taken(
    before: int | None,
    definitions: Definitions,
    site: str = "primary",
    flavors: Sequence[str] = AS_BUILT,
) -> tuple[str, ...]:
    found = fallen(definitions, "usuki", site, drawn_for(before, flavors))
    return () if found is None else found.servers


def test_a_server_that_a_step_of_the_table_would_take_is_told() -> None:
    """From 30,000 residents on two servers; the shipped file has 41,372."""
    assert taken(41_372, usuki(29_900)) == ("usuki-core-app-2",)
    assert taken(41_372, usuki(30_000)) == ()


def test_a_server_that_would_become_smaller_is_told() -> None:
    """From 100,000 residents on medium ones, and a large database."""
    assert taken(100_000, usuki(99_999), flavors=LARGE) == (
        "usuki-core-app-1",
        "usuki-core-app-2",
        "usuki-core-db-1",
    )


@pytest.mark.parametrize(
    ("before", "now", "servers"),
    [
        (41_372, 29_900, ("usuki-core-app-2",)),
        (41_372, 30_000, ()),
        (100_000, 99_999, ("usuki-core-app-1", "usuki-core-app-2", "usuki-core-db-1")),
    ],
)
def test_of_a_flavor_that_the_site_has_no_more_the_census_takes_nothing_either(
    before: int, now: int, servers: tuple[str, ...]
) -> None:
    assert taken(before, usuki(now), flavors=("retired", "retired", "retired")) == servers


def test_what_stands_no_larger_than_is_asked_for_is_not_told() -> None:
    assert taken(100_000, usuki(99_999), flavors=AS_BUILT) == ()


def test_the_sentence_says_why_and_how_they_are_kept_or_let_go() -> None:
    found = fallen(usuki(29_900), "usuki", "primary", drawn_for(41_372, AS_BUILT))
    assert found is not None
    assert str(found.against) == (
        "with 29,900 residents instead of 41,372 the files ask for fewer or smaller servers than "
        "stand: usuki-core-app-2. Write `size: larger` at the service to keep them, or say with "
        "`--smaller` why they may go"
    )


@pytest.mark.parametrize("size", [Size.SMALLER, Size.BY_POPULATION])
def test_a_size_that_is_written_is_a_decision_and_no_fall(size: Size) -> None:
    assert taken(41_372, usuki(41_372, size)) == ()


def test_a_server_that_goes_by_a_written_size_is_no_fall_of_the_census() -> None:
    assert taken(29_950, usuki(29_900, Size.SMALLER)) == ()


def test_larger_keeps_what_stands() -> None:
    assert taken(41_372, usuki(29_900, Size.LARGER)) == ()


def test_a_stack_that_says_nothing_of_it_or_has_no_servers_is_left_alone() -> None:
    assert taken(None, usuki(29_900)) == ()
    assert fallen(usuki(29_900), "usuki", "remote", state_of({})) is None
