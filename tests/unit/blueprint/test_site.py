"""What a site offers, drawn from its file."""

from __future__ import annotations

from ipaddress import IPv4Network

from blueprint.parts import (
    AggregatePlan,
    ExternalNetworkPlan,
    FlavorPlan,
    HostPlan,
    SiteBlueprint,
    VolumeTypePlan,
)
from blueprint.site import draw, fences, flavor_for
from tenants.site import LicenceFence, Site
from tests.lib.definitions import shipped

REMOTE = shipped().sites["remote"].value


def fenced(site: Site, **fences: LicenceFence) -> Site:
    return site.model_copy(update={"licence_fences": fences})


WIDE = LicenceFence(products=("database", "middleware"), hosts=("rem-02", "rem-01"))
NARROW = LicenceFence(products=("database",), hosts=("rem-02",))


def test_a_site_offers_what_its_file_says() -> None:
    assert draw(shipped().sites["primary"].value) == SiteBlueprint(
        site="primary",
        aggregates=(AggregatePlan("general", ("pri-01", "pri-02", "pri-03", "pri-04"), {}),),
        flavors=(
            FlavorPlan("small", 1, 2, {}),
            FlavorPlan("medium", 2, 4, {}),
            FlavorPlan("large", 4, 8, {}),
        ),
        volume_types=(VolumeTypePlan("standard", "lab", 5), VolumeTypePlan("fast", "lab", 30)),
        image="kumiai-guest",
        external_network=ExternalNetworkPlan("external", IPv4Network("198.51.100.0/24")),
        hosts=(
            HostPlan("pri-01", 2, 16),
            HostPlan("pri-02", 2, 16),
            HostPlan("pri-03", 2, 12),
            HostPlan("pri-04", 1, 24),
        ),
    )


def test_a_fence_is_an_aggregate_with_a_property_that_its_flavors_ask_for() -> None:
    drawn = draw(fenced(REMOTE, databases=WIDE))
    assert drawn.aggregates[-1] == AggregatePlan(
        "licence-databases",
        ("rem-02", "rem-01"),
        {"kumiai_licence_databases": "true", "kumiai_products": "database,middleware"},
    )
    asked = {"aggregate_instance_extra_specs:kumiai_licence_databases": "true"}
    assert drawn.flavors[-3:] == (
        FlavorPlan("small.databases", 1, 2, asked),
        FlavorPlan("medium.databases", 2, 4, asked),
        FlavorPlan("large.databases", 4, 8, asked),
    )


def test_aggregates_tell_which_hosts_each_product_is_kept_on() -> None:
    drawn = draw(fenced(REMOTE, wide=WIDE, narrow=NARROW))
    assert fences(drawn.aggregates) == {
        "database": frozenset({"rem-02"}),
        "middleware": frozenset({"rem-01", "rem-02"}),
    }


def test_a_server_gets_the_flavor_of_the_narrowest_fence_around_its_products() -> None:
    site = fenced(REMOTE, wide=WIDE, narrow=NARROW)
    assert flavor_for(site, "small", ["database"]) == "small.narrow"
    assert flavor_for(site, "small", ["middleware"]) == "small.wide"
    assert flavor_for(site, "small", ["enterprise-linux"]) == "small"
