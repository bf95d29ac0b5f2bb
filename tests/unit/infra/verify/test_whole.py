"""What a larger volume is to `verify`: as it may be, since no volume shrinks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from blueprint.member import blueprint_of
from core.home import Home
from infra.verify.member import differences
from infra.verify.observed import SeenProject
from infra.verify.whole import as_it_may_stand
from tests.lib.definitions import shipped
from tests.lib.seen import as_asked
from tests.lib.states import write_state, write_text

DATA = "usuki-core-db-1-data"
GROWN = {DATA: 9}


def seen_at(site: str, standing: dict[str, int]) -> SeenProject:
    return as_asked(blueprint_of(shipped(), "usuki", site, standing))


def said(home: Home, site: str, seen: SeenProject) -> list[str]:
    blueprint = as_it_may_stand(home, shipped(), "usuki", site, seen)
    return [f"{one.kind} {one.name}: {one.message}" for one in differences(blueprint, seen)]


def stands(home: Home, gib: int) -> None:
    volume = {
        "urn": f"urn:pulumi:usuki.primary::b::c::{DATA}-volume",
        "type": "openstack:blockstorage/volume:Volume",
        "inputs": {"name": DATA, "size": gib},
    }
    write_state(home, "usuki.primary", [volume])


def test_a_larger_volume_and_the_quota_for_it_are_no_difference(tmp_path: Path) -> None:
    assert said(Home(tmp_path), "primary", seen_at("primary", GROWN)) == []


def test_a_larger_volume_without_the_quota_for_it_is_told(tmp_path: Path) -> None:
    seen = replace(seen_at("primary", GROWN), quota=seen_at("primary", {}).quota)
    assert said(Home(tmp_path), "primary", seen) == [
        "quota volume_gib: the limit is 104, the YAML says 120",
        "quota backup_gib: the limit is 2184, the YAML says 2520",
    ]


def test_a_smaller_volume_is_a_difference(tmp_path: Path) -> None:
    seen = seen_at("primary", {})
    volumes = [replace(one, gib=5) if one.name == DATA else one for one in seen.volumes]
    assert said(Home(tmp_path), "primary", replace(seen, volumes=tuple(volumes))) == [
        f"volume {DATA}: the size in GiB is 5, the YAML says 7"
    ]


def test_the_site_that_stands_by_has_room_for_what_stands_at_the_other(tmp_path: Path) -> None:
    home = Home(tmp_path)
    stands(home, 9)
    assert said(home, "remote", seen_at("remote", GROWN)) == []


def test_a_quota_that_nothing_explains_is_told_whether_or_not_the_state_can_be_read(
    tmp_path: Path,
) -> None:
    raised = [
        "quota volume_gib: the limit is 120, the YAML says 104",
        "quota backup_gib: the limit is 2520, the YAML says 2184",
    ]
    assert said(Home(tmp_path / "none"), "remote", seen_at("remote", GROWN)) == raised
    broken = Home(tmp_path / "broken")
    write_text(broken, "usuki.primary", "")
    assert said(broken, "remote", seen_at("remote", GROWN)) == raised
