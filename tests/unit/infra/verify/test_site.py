"""A site against its file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from blueprint.site import draw
from infra.kinds import SERVER
from infra.verify.observed import SeenImage, SeenSite
from infra.verify.site import differences
from tenants.site import LicenceFence
from tests.lib.definitions import shipped

PRIMARY = shipped().sites["primary"].value

RIGHT = SeenSite(
    projects={},
    flavors={"small": (1, 2048), "medium": (2, 4096), "large": (4, 8192)},
    extra_specs={"small": {}, "medium": {}, "large": {}},
    volume_types={"standard": "5", "fast": "30", "__DEFAULT__": None},
    images={"kumiai-guest": SeenImage("active", "5f0c")},
    external_networks=frozenset({"external"}),
    aggregates={"general": frozenset({"pri-01", "pri-02", "pri-03", "pri-04"})},
    properties={"general": {}},
    hosts={"pri-01": True, "pri-02": True, "pri-03": True, "pri-04": True},
    topology={"pri-01": (2, 16), "pri-02": (2, 16), "pri-03": (2, 12)},
)


def said(seen: SeenSite) -> list[str]:
    return [f"{d.kind} {d.name}: {d.message}" for d in differences(draw(PRIMARY), seen)]


def test_a_site_as_in_its_file_has_no_difference() -> None:
    assert said(RIGHT) == []


def test_everything_that_is_missing_is_told() -> None:
    empty = SeenSite(
        projects={},
        flavors={},
        extra_specs={},
        volume_types={},
        images={},
        external_networks=frozenset(),
        aggregates={},
        properties={},
        hosts={},
        topology={},
    )
    assert said(empty) == [
        "flavor small: is missing in the cloud",
        "flavor medium: is missing in the cloud",
        "flavor large: is missing in the cloud",
        "volume type standard: is missing in the cloud",
        "volume type fast: is missing in the cloud",
        "image kumiai-guest: is missing in the cloud",
        "external network external: is missing in the cloud",
        "host aggregate general: is missing in the cloud",
        "host pri-01: is missing in the cloud",
        "host pri-02: is missing in the cloud",
        "host pri-03: is missing in the cloud",
        "host pri-04: is missing in the cloud",
    ]


def test_a_flavor_of_another_size_is_told() -> None:
    seen = replace(RIGHT, flavors={**RIGHT.flavors, "small": (2, 2048)})
    assert said(seen) == ["flavor small: vCPU and MiB is 2, 2048, the YAML says 1, 2048"]


def test_a_type_without_its_limit_is_told() -> None:
    seen = replace(RIGHT, volume_types={**RIGHT.volume_types, "fast": None})
    assert said(seen) == ["volume type fast: the limit in IOPS per GiB is none, the YAML says 30"]


def test_a_host_that_is_down_or_unknown_is_told() -> None:
    seen = replace(RIGHT, hosts={**RIGHT.hosts, "pri-02": False, "pri-05": True})
    assert said(seen) == [
        "host pri-02: is down, Nova says",
        "host pri-05: is in the cloud, but in no YAML file",
    ]


def test_a_host_outside_its_aggregate_is_told() -> None:
    seen = replace(RIGHT, aggregates={"general": frozenset({"pri-01", "pri-02", "pri-03"})})
    assert said(seen) == [
        "host aggregate general: its hosts is pri-01, pri-02, pri-03, "
        "the YAML says pri-01, pri-02, pri-03, pri-04"
    ]


def test_what_stands_in_a_project_that_no_file_names_is_told() -> None:
    seen = replace(RIGHT, strays=((SERVER.word, "hita-core-app-1", "admin", "5f0c"),))
    assert said(seen) == [
        "server hita-core-app-1 (project admin): is in the cloud, but in no YAML file"
    ]


def test_what_stands_in_a_project_that_keystone_does_not_know_is_told() -> None:
    seen = replace(RIGHT, orphans=((SERVER.word, "hita-core-app-1", "p7", "5f0c"),))
    assert said(seen) == [
        "server hita-core-app-1: stands in the project p7, which Keystone does not know any more; "
        "whoever deleted the project takes it away, or restores the project from Keystone's backup"
    ]


FENCED = PRIMARY.model_copy(
    update={
        "licence_fences": {"database": LicenceFence(products=("database",), hosts=("pri-03",))},
    }
)


def test_a_fence_is_an_aggregate_and_a_copy_of_each_flavor_that_asks_for_it() -> None:
    sizes = {f"{name}.database": size for name, size in RIGHT.flavors.items()}
    asked = {"aggregate_instance_extra_specs:kumiai_licence_database": "true"}
    fenced = replace(
        RIGHT,
        flavors={**RIGHT.flavors, **sizes},
        extra_specs={**RIGHT.extra_specs, **dict.fromkeys(sizes, asked)},
        aggregates={**RIGHT.aggregates, "licence-database": frozenset({"pri-03"})},
        properties={
            **RIGHT.properties,
            "licence-database": {
                "kumiai_licence_database": "true",
                "kumiai_products": "database",
            },
        },
    )
    assert list(differences(draw(FENCED), fenced)) == []
    entered = {**fenced.aggregates, "licence-database": frozenset({"pri-03", "pri-04"})}
    loosened = {**fenced.extra_specs, "medium.database": {}}
    changed = replace(fenced, aggregates=entered, extra_specs=loosened)
    assert [f"{d.kind} {d.name}: {d.message}" for d in differences(draw(FENCED), changed)] == [
        "flavor medium.database: does not ask for its fence any more",
        "host aggregate licence-database: its hosts is pri-03, pri-04, the YAML says pri-03",
    ]


def test_a_host_with_other_processors_than_declared_is_told_where_nova_knows_them() -> None:
    swapped = replace(RIGHT, topology={**RIGHT.topology, "pri-03": (4, 12)})
    assert said(swapped) == [
        "host pri-03: sockets × cores, which licences count, is 4 × 12, the YAML says 2 × 12"
    ]


def test_properties_of_an_aggregate_count() -> None:
    seen = replace(RIGHT, properties={"general": {"kumiai_products": "database"}})
    assert said(seen) == [
        "host aggregate general: its properties is kumiai_products=database, the YAML says none"
    ]


@pytest.mark.parametrize(
    ("image", "told"),
    [
        (SeenImage("deactivated", "5f0c"), "the status is deactivated, the YAML says active"),
        (
            SeenImage("active", "5f0c", public=False),
            "whether other projects may use it is no, the YAML says yes",
        ),
        (
            SeenImage("active", "5f0c", listed=False),
            "whether it is listed is no, the YAML says yes",
        ),
    ],
)
def test_an_image_that_not_everybody_may_use_is_told(image: SeenImage, told: str) -> None:
    (found,) = differences(draw(PRIMARY), replace(RIGHT, images={"kumiai-guest": image}))
    assert (str(found.message), found.command) == (told, "kumiai verify --site primary --remedy")
