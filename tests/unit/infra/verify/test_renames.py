"""What has another name in the cloud is told as renamed, not as missing and as too much."""

from __future__ import annotations

from dataclasses import replace

from blueprint.member import blueprint_of
from infra.verify.member import differences
from infra.verify.observed import SeenProject
from infra.verify.renames import Names, as_the_files_call_it
from tests.lib.definitions import shipped
from tests.lib.seen import as_asked

USUKI = blueprint_of(shipped(), "usuki", "primary")
RIGHT = as_asked(USUKI)
NAMES: Names = {
    f"id-of-{name}": name
    for name in (
        "usuki-mynumber",
        "usuki-core-app",
        "usuki-core-app-1",
        "usuki-core-db-1",
        "usuki-core-db-1-data",
    )
}


def said(seen: SeenProject) -> list[str]:
    known = as_the_files_call_it(seen, NAMES)
    return [f"{d.kind} {d.name}: {d.message}" for d in differences(USUKI, known)]


def test_what_has_its_name_is_as_it_was() -> None:
    assert as_the_files_call_it(RIGHT, NAMES) is RIGHT


def test_a_renamed_server_is_known_by_its_id_and_in_its_group() -> None:
    servers = tuple(
        replace(one, name="web") if one.name == "usuki-core-app-1" else one for one in RIGHT.servers
    )
    (group,) = RIGHT.server_groups
    called = tuple("web" if one == "usuki-core-app-1" else one for one in group.servers)
    seen = replace(RIGHT, servers=servers, server_groups=(replace(group, servers=called),))
    assert said(seen) == [
        "server usuki-core-app-1: the name is web, the YAML says usuki-core-app-1"
    ]


def test_a_renamed_volume_is_known_where_it_is_attached_too() -> None:
    data = "usuki-core-db-1-data"
    volumes = tuple(replace(v, name="x") if v.name == data else v for v in RIGHT.volumes)
    servers = tuple(
        replace(one, volumes=tuple("x" if name == data else name for name in one.volumes))
        for one in RIGHT.servers
    )
    assert said(replace(RIGHT, volumes=volumes, servers=servers)) == [
        f"volume {data}: the name is x, the YAML says {data}"
    ]


def test_a_renamed_group_is_known_in_rules_and_at_servers() -> None:
    groups = {
        "open" if name == "usuki-core-app" else name: frozenset(
            replace(rule, remote_group="open") if rule.remote_group == "usuki-core-app" else rule
            for rule in rules
        )
        for name, rules in RIGHT.groups.items()
    }
    ids = {"open" if name == "usuki-core-app" else name: v for name, v in RIGHT.group_ids.items()}
    servers = tuple(
        replace(one, groups=tuple("open" if g == "usuki-core-app" else g for g in one.groups))
        for one in RIGHT.servers
    )
    assert said(replace(RIGHT, groups=groups, group_ids=ids, servers=servers)) == [
        "security group usuki-core-app: the name is open, the YAML says usuki-core-app"
    ]


def test_what_no_stack_has_made_is_too_much_whatever_its_name() -> None:
    (network,) = RIGHT.networks
    foreign = replace(network, name="side-door", id="5f0c")
    assert said(replace(RIGHT, networks=(*RIGHT.networks, foreign))) == [
        "network side-door: is in the cloud, but in no YAML file"
    ]
