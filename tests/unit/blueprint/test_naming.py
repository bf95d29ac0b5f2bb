from __future__ import annotations

import pytest

from blueprint.naming import UNKNOWN, Role, role_of
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


def test_a_name_tells_the_system_and_the_products_of_its_tier(catalogue: Catalogue) -> None:
    assert role_of("hita-core-db-1", catalogue) == Role("core", ("database", "enterprise-linux"))
    assert role_of("hita-core-app-2", catalogue).products == (
        "application-server",
        "enterprise-linux",
    )


def test_a_server_beyond_the_working_ones_of_its_tier_is_passive(catalogue: Catalogue) -> None:
    assert [role_of(f"hita-core-db-{n}", catalogue).passive for n in (1, 2, 10)] == [
        False,
        True,
        True,
    ]
    assert not role_of("hita-welfare-db-2", catalogue).passive


@pytest.mark.parametrize("name", ["bastion", "hita-core-db", "hita-unheard-db-1"])
def test_a_server_of_no_system_runs_no_product_that_anybody_knows(
    catalogue: Catalogue, name: str
) -> None:
    assert role_of(name, catalogue) == UNKNOWN
