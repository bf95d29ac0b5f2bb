"""A port or a gateway that was opened by hand is told with the way that it opens."""

from __future__ import annotations

from dataclasses import replace

from blueprint.member import blueprint_of
from infra.verify.member import differences
from infra.verify.observed import SeenProject, SeenRule
from tests.lib.definitions import shipped
from tests.lib.lines import with_lines
from tests.lib.seen import as_asked

LINED = blueprint_of(with_lines("usuki"), "usuki", "primary")
PLAIN = blueprint_of(shipped(), "usuki", "primary")
DB = "usuki-core-db"


def with_rule(seen: SeenProject, rule: SeenRule, group: str = DB) -> SeenProject:
    return replace(seen, groups={**seen.groups, group: seen.groups[group] | {rule}})


def rule(direction: str, cidr: str | None, ethertype: str = "IPv4") -> SeenRule:
    return SeenRule(direction, ethertype, "tcp", (1521, 1600), cidr, None, "5f0c")


def test_nothing_is_told_of_what_is_as_the_files_say() -> None:
    assert list(differences(LINED, as_asked(LINED))) == []


def test_a_port_opened_to_all_is_told_with_the_way_from_the_town_hall() -> None:
    seen = with_rule(as_asked(LINED), rule("ingress", "0.0.0.0/0"))
    (found,) = differences(LINED, seen)
    assert str(found.message) == (
        "is in the cloud, but in no YAML file; it opens 172.22.0.0/25 → usuki-mynumber-line → "
        "usuki-mynumber → usuki-core-db (tcp 1521..1600)"
    )


def test_where_there_is_no_line_operations_alone_come_by_it() -> None:
    seen = with_rule(as_asked(PLAIN), rule("ingress", None))
    (found,) = differences(PLAIN, seen)
    assert str(found.message).endswith(
        "; it opens 192.0.2.0/26 → usuki-mynumber → usuki-core-db (tcp 1521..1600)"
    )


def test_a_way_on_from_a_server_is_told_from_where_somebody_comes_to_it() -> None:
    seen = with_rule(as_asked(LINED), rule("egress", "172.30.1.0/24"), "usuki-core-app")
    (found,) = differences(LINED, seen)
    assert str(found.message).endswith(
        "; it opens 172.22.0.0/25 → usuki-mynumber-line → usuki-mynumber → usuki-core-app "
        "(tcp 443), usuki-core-app → usuki-mynumber → usuki-mynumber-line → 172.30.1.0/24 "
        "(tcp 1521..1600)"
    )


def test_a_rule_by_which_nobody_comes_is_told_as_ever() -> None:
    for unused in (rule("ingress", "203.0.113.0/24"), rule("ingress", None, "IPv6")):
        (found,) = differences(LINED, with_rule(as_asked(LINED), unused))
        assert str(found.message) == "is in the cloud, but in no YAML file"


def test_a_gateway_of_mynumbers_router_is_told_with_the_way_to_its_servers() -> None:
    seen = as_asked(LINED)
    opened = tuple(replace(one, external_network="external") for one in seen.routers)
    (found,) = differences(LINED, replace(seen, routers=opened))
    assert str(found.message) == (
        "the way out to the internet is external, the YAML says none; it opens "
        "0.0.0.0/0 → usuki-mynumber → usuki-mynumber-line → 172.22.0.0/25 (any), "
        "172.22.0.0/25 → usuki-mynumber-line → usuki-mynumber → usuki-core-app (tcp 443)"
    )
