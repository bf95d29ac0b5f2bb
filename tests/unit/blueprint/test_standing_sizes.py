"""A volume is never drawn smaller than it stands."""

from __future__ import annotations

from dataclasses import replace

from blueprint.member import Sizes, blueprint_of
from blueprint.parts import Blueprint
from tenants.definitions import Definitions, Read
from tests.lib.definitions import shipped

DATA, BOOT = "usuki-core-db-1-data", "usuki-core-db-1-boot"


def usuki_with(residents: int) -> Definitions:
    definitions = shipped()
    read = definitions.members["usuki"]
    population = read.value.population.model_copy(update={"count": residents})
    member = read.value.model_copy(update={"population": population})
    return replace(
        definitions, members={**definitions.members, "usuki": Read(read.document, member)}
    )


def drawn(residents: int, standing: Sizes, site: str = "primary") -> Blueprint:
    return blueprint_of(usuki_with(residents), "usuki", site, standing)


def gib(blueprint: Blueprint) -> dict[str, int]:
    return {volume.name: volume.gib for volume in blueprint.volumes}


def test_a_census_that_falls_takes_nothing_from_a_volume_that_stands() -> None:
    assert gib(drawn(41_372, {}))[DATA] == 7
    assert gib(drawn(39_980, {}))[DATA] == 6
    assert drawn(39_980, {DATA: 7}) == drawn(41_372, {})


def test_a_census_that_rises_grows_it() -> None:
    assert gib(drawn(51_000, {DATA: 7}))[DATA] == 8


def test_the_quota_has_room_for_what_stands_at_the_site_that_stands_by_as_well() -> None:
    for site in ("primary", "remote"):
        assert drawn(39_980, {}, site).quota.volume_gib == 96
        assert drawn(39_980, {DATA: 7}, site).quota.volume_gib == 104
        assert drawn(39_980, {DATA: 27}, site).quota.volume_gib == 264
        assert drawn(39_980, {DATA: 27}, site).quota.backup_gib == 33 * 84 * 2
    assert drawn(39_980, {DATA: 27}, "remote").volumes == ()


def test_a_boot_volume_does_not_shrink_either() -> None:
    assert gib(drawn(41_372, {BOOT: 5}))[BOOT] == 5


def test_a_volume_that_is_not_asked_for_is_not_drawn_because_it_stands() -> None:
    assert drawn(41_372, {"usuki-core-db-9-data": 99}) == drawn(41_372, {})
