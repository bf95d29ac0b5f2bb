"""Names made and read again."""

from __future__ import annotations

from itertools import product

import pytest

from blueprint.member import blueprint_of
from blueprint.naming import (
    UNKNOWN,
    Role,
    ServerName,
    StackName,
    container_resource,
    containers_component,
    read_server,
    read_stack,
    role_of,
    site_stack_name,
    stack_name,
    system_of_data,
    volume_resource,
)
from tenants.catalogue_model import Catalogue
from tests.lib.definitions import shipped


@pytest.fixture
def catalogue() -> Catalogue:
    """The shipped one, with a replica of every core database from the second server on."""
    found = shipped().catalogue.value
    core = found.systems["core"]
    database = core.tiers["db"].model_copy(update={"passive_from": 2})
    tiers = {**core.tiers, "db": database}
    systems = {**found.systems, "core": core.model_copy(update={"tiers": tiers})}
    return found.model_copy(update={"systems": systems})


def with_tax_core(catalogue: Catalogue) -> Catalogue:
    """A system whose name ends in another's, and that runs no product."""
    core = catalogue.systems["core"]
    bare = {name: tier.model_copy(update={"software": ()}) for name, tier in core.tiers.items()}
    tax_core = core.model_copy(update={"tiers": bare, "address_block": 6})
    return catalogue.model_copy(update={"systems": {**catalogue.systems, "tax-core": tax_core}})


def test_a_name_tells_the_system_and_the_products_of_its_tier(catalogue: Catalogue) -> None:
    assert role_of("hita-core-db-1", ["hita"], catalogue) == Role(
        "core", ("database", "enterprise-linux")
    )
    assert role_of("hita-core-app-2", ["hita"], catalogue).products == (
        "application-server",
        "enterprise-linux",
    )


def test_a_server_beyond_the_working_ones_of_its_tier_is_passive(catalogue: Catalogue) -> None:
    assert [role_of(f"hita-core-db-{n}", ["hita"], catalogue).passive for n in (1, 2, 10)] == [
        False,
        True,
        True,
    ]
    assert not role_of("hita-welfare-db-2", ["hita"], catalogue).passive


@pytest.mark.parametrize(
    "name",
    [
        *("bastion", "hita-core-db", "hita-unheard-db-1", "hita-core-db-0", "hita-core-db-01"),
        *("hita-core-db-1-data", "new-hita-core-db-1", "usuki-core-db-1", "hita-core-db-"),
    ],
)
def test_a_server_of_no_system_of_the_member_runs_no_product_that_anybody_knows(
    catalogue: Catalogue, name: str
) -> None:
    assert role_of(name, ["hita"], catalogue) == UNKNOWN


def test_a_system_whose_name_ends_in_anothers_is_not_taken_for_it(catalogue: Catalogue) -> None:
    both = with_tax_core(catalogue)
    assert role_of("usuki-tax-core-db-1", ["usuki"], both) == Role("tax-core", ())
    assert role_of("usuki-core-db-1", ["usuki"], both).products == ("database", "enterprise-linux")


def test_a_member_whose_slug_begins_with_anothers_keeps_its_servers(catalogue: Catalogue) -> None:
    found = read_server("usuki-tax-core-db-1", ["usuki", "usuki-tax"], catalogue)
    assert found == ServerName("usuki-tax", "core", "db", 1)


def test_every_server_that_is_drawn_is_read_as_what_it_is() -> None:
    definitions = shipped()
    catalogue = definitions.catalogue.value
    for member, site in product(definitions.members, definitions.sites):
        for server in blueprint_of(definitions, member, site).servers:
            read = read_server(server.name, definitions.members, catalogue)
            assert read is not None
            assert (str(read), read.member) == (server.name, member)
            assert role_of(server.name, [member], catalogue) == server.role


def test_stacks_are_read_as_they_are_called() -> None:
    assert read_stack(stack_name("hita", "primary")) == StackName("hita", "primary")
    assert read_stack(site_stack_name("primary")) == StackName(None, "primary")
    assert [read_stack(name) for name in ("dev", "hita.", ".primary", "a.b.c")] == [None] * 4


def test_what_holds_data_tells_its_system(catalogue: Catalogue) -> None:
    container = container_resource(containers_component("hita"), "documents")
    volume = volume_resource("hita-core-db-12-data")
    assert system_of_data(container, "hita", catalogue) == "document"
    assert system_of_data(volume, "hita", catalogue) == "core"
    for other in (
        "hita-project",
        "hita-core-db-12-copy-volume",
        "hita-core-app-1-data-volume",
        "hita-core-db-data-volume",
        "usuki-core-db-1-data-volume",
        "hita-containers-backup",
    ):
        assert system_of_data(other, "hita", catalogue) is None
