"""Every drift has a way out: whatever of what was seen differs, a row says how it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest

from blueprint.member import blueprint_of
from blueprint.parts import QuotaPlan
from blueprint.site import draw
from core.language import Language
from core.translation import translation
from infra import kinds
from infra.verify import member, site
from infra.verify.aspect import Aspect
from infra.verify.difference import Difference
from infra.verify.mending import ACTS
from infra.verify.observed import (
    SeenImage,
    SeenNetwork,
    SeenPort,
    SeenProject,
    SeenRouter,
    SeenRule,
    SeenServer,
    SeenServerGroup,
    SeenSite,
    SeenSubnet,
    SeenVolume,
)
from infra.verify.taking_away import DELETIONS
from infra.verify.ways import (
    DELETABLE,
    REFRESH,
    WAYS,
    Act,
    ByDeletion,
    ByPerson,
    ByRefresh,
    ByRemedy,
)
from tests.lib.definitions import shipped
from tests.lib.lines import with_lines
from tests.lib.seen import as_asked, site_as_asked

JAPANESE = translation(Language.JA)

PRIMARY = draw(shipped().sites["primary"].value)
OFFER = site_as_asked(PRIMARY)

# Nobeoka has a router, volumes, a tier of several servers; its databases may be fenced in. Here it
# has a line too.
NOBEOKA = blueprint_of(with_lines("nobeoka"), "nobeoka", "primary")
FENCED = replace(
    NOBEOKA,
    servers=tuple(replace(plan, hosts=("pri-01", "pri-02")) for plan in NOBEOKA.servers),
)
RIGHT = as_asked(NOBEOKA)

ANY_RULE = SeenRule("ingress", "IPv4", "tcp", (22, 22), "0.0.0.0/0", None, "5f0c")

OTHERWISE: dict[type[Any], dict[str, Any]] = {
    SeenSubnet: {
        "name": "other",
        "cidr": "192.168.0.0/24",
        "gateway": "",
        "dns": ("192.0.2.53",),
        "dhcp": False,
        "routes": ("0.0.0.0/0 → 192.0.2.1",),
    },
    SeenNetwork: {
        "segment": "lines 7",
        "name": "other",
        "subnets": (),
        "shared": True,
        "up": False,
        "port_security": False,
    },
    SeenRouter: {
        "name": "other",
        "external_network": None,
        "networks": ("other",),
        "up": False,
        "routes": ("0.0.0.0/0 → 192.0.2.1",),
    },
    SeenPort: {"up": False, "security": False, "more_addresses": ("10.0.0.0/8",)},
    SeenServer: {
        "name": "other",
        "status": "SHUTOFF",
        "flavor": "huge",
        "host": "elsewhere",
        "addresses": (),
        "groups": (),
        "volumes": ("foreign",),
        "port": None,
        "metadata": ("purpose",),
        "locked": True,
    },
    SeenVolume: {
        "name": "other",
        "gib": 1,
        "type": "slow",
        "status": "error",
        "bootable": None,
        "metadata": ("purpose",),
    },
    SeenServerGroup: {"name": "other", "policy": "affinity", "servers": ()},
    SeenProject: {
        "quota": QuotaPlan(**{field.name: -1 for field in fields(QuotaPlan)}),
        "enabled": False,
        "user_enabled": False,
        "networks": (),
        "routers": (),
        "groups": {"default": {ANY_RULE}},
        "servers": (),
        "volumes": (),
        "server_groups": (),
        "containers": ("aside",),
        "open_to": dict.fromkeys(NOBEOKA.containers, ".r:*"),
        "backup_copied_to": None,
        "has_keypair": False,
        "roles": frozenset({("somebody", "admin")}),
        "others": tuple(
            (kind, "other", "5f0c")
            for kind in (kinds.FLOATING_ADDRESS, kinds.SNAPSHOT, kinds.PORT.word, kinds.SHARE)
        ),
        "renamed": tuple(
            (kind.word, "wanted", "found", "5f0c")
            for kind in (kinds.NETWORK, kinds.ROUTER, kinds.GROUP, kinds.SERVER, kinds.VOLUME)
        ),
    },
    SeenSite: {
        "flavors": dict.fromkeys(OFFER.flavors, (1, 1)),
        "extra_specs": {},
        "volume_types": {},
        "images": {},
        "external_networks": frozenset(),
        "aggregates": {},
        "properties": {name: {"more": "true"} for name in OFFER.properties},
        "hosts": {"foreign": True},
        "topology": {"pri-01": (9, 9)},
        "strays": ((kinds.SNAPSHOT, "before", "admin", "5f0c"),),
        "orphans": tuple(
            (kind, "x", "p1", "5f0c")
            for kind in (
                *(kinds.SERVER.word, kinds.FLOATING_ADDRESS, kinds.PORT.word, kinds.SNAPSHOT),
                *(kinds.VOLUME.word, kinds.ROUTER.word, kinds.NETWORK.word, kinds.GROUP.word),
            )
        ),
    },
}
"""By field of what is seen: something that nobody asked for."""

NOT_COMPARED = {"id", "group_ids", "interfaces", "volume_ids", "projects", "names"}
"""They say which object it is; the projects are compared one by one."""


def test_each_field_of_what_is_seen_is_tried() -> None:
    for kind, changes in OTHERWISE.items():
        names = {field.name for field in fields(kind)} - NOT_COMPARED
        assert set(changes) == names, kind.__name__


def projects_with(kind: type[Any], field: str) -> Iterator[SeenProject]:
    """Nobeoka's project with one field of each object of the kind otherwise."""
    change = {field: OTHERWISE[kind][field]}
    if kind is SeenProject:
        yield replace(RIGHT, **change)
    elif kind is SeenSubnet:
        yield replace(
            RIGHT,
            networks=tuple(
                replace(one, subnets=tuple(replace(s, **change) for s in one.subnets))
                for one in RIGHT.networks
            ),
        )
    elif kind is SeenPort:
        port = replace(SeenPort(), **change)
        yield replace(RIGHT, servers=tuple(replace(one, port=port) for one in RIGHT.servers))
    else:
        part = {
            SeenNetwork: "networks",
            SeenRouter: "routers",
            SeenServer: "servers",
            SeenVolume: "volumes",
            SeenServerGroup: "server_groups",
        }[kind]
        changed: dict[str, Any] = {
            part: tuple(replace(one, **change) for one in getattr(RIGHT, part))
        }
        yield replace(RIGHT, **changed)


def told_of(kind: type[Any], field: str) -> list[Difference]:
    if kind is SeenSite:
        seen = replace(OFFER, **{field: OTHERWISE[kind][field]})
        return list(site.differences(PRIMARY, seen))
    return [
        difference
        for seen in projects_with(kind, field)
        for difference in member.differences(FENCED, seen)
    ]


EACH_FIELD = [
    (kind, field)
    for kind, changes in OTHERWISE.items()
    for field in changes
    # Flavors of today's files ask for nothing but room; `test_site` has those of a fence.
    if (kind, field) != (SeenSite, "extra_specs")
]


@pytest.mark.parametrize(
    ("kind", "field"), EACH_FIELD, ids=[f"{kind.__name__}.{field}" for kind, field in EACH_FIELD]
)
def test_each_field_that_differs_is_told_with_its_way_out(kind: type[Any], field: str) -> None:
    told = told_of(kind, field)
    assert told
    for difference in told:
        assert (str(difference.kind), difference.aspect) in WAYS
        sentence = difference.way_out.text(JAPANESE)
        assert sentence != str(difference.way_out)
        assert "{" not in sentence
        assert bool(difference.command) is not isinstance(difference.way, ByPerson)


def twice(seen: SeenProject) -> SeenProject:
    again = replace(seen, networks=seen.networks * 2, routers=seen.routers * 2)
    again = replace(again, servers=seen.servers * 2, volumes=seen.volumes * 2)
    again = replace(again, server_groups=seen.server_groups * 2)
    return replace(again, group_ids=dict.fromkeys(seen.group_ids, ("a", "b")))


def all_that_is_told() -> Iterator[Difference]:
    for kind, field in EACH_FIELD:
        yield from told_of(kind, field)
    yield from member.differences(FENCED, None)
    yield from member.differences(FENCED, twice(RIGHT))
    yield from member.differences(FENCED, replace(RIGHT, groups={}))
    yield from member.differences(FENCED, replace(RIGHT, user_enabled=None))
    opened = tuple(replace(one, external_network="external") for one in RIGHT.routers)
    yield from member.differences(FENCED, replace(RIGHT, routers=opened))
    emptied = {name: frozenset[SeenRule]() for name in RIGHT.groups}
    yield from member.differences(FENCED, replace(RIGHT, groups=emptied))
    foreign = {**RIGHT.groups, "foreign": frozenset[SeenRule]()}
    yield from member.differences(FENCED, replace(RIGHT, groups=foreign))
    broken = tuple(replace(one, status="ERROR", host="pri-01") for one in RIGHT.servers)
    yield from member.differences(FENCED, replace(RIGHT, servers=broken))
    yield from site.differences(PRIMARY, replace(OFFER, flavors={}))
    slow = dict.fromkeys(OFFER.volume_types, "1")
    yield from site.differences(PRIMARY, replace(OFFER, volume_types=slow))
    off = dict.fromkeys(OFFER.images, SeenImage("deactivated", "5f0c", public=False, listed=False))
    yield from site.differences(PRIMARY, replace(OFFER, images=off))
    down = dict.fromkeys(OFFER.hosts, False)
    empty = {name: frozenset[str]() for name in OFFER.aggregates}
    yield from site.differences(PRIMARY, replace(OFFER, hosts=down, aggregates=empty))


def test_no_row_is_there_for_nothing() -> None:
    told = {(str(one.kind), one.aspect) for one in all_that_is_told()}
    elsewhere = {
        ("flavor", Aspect.FENCE),  # test_site.py
        ("project", Aspect.ASTRAY),  # test_astray.py
        ("project", Aspect.LEFT),
    }
    assert set(WAYS) - told == elsewhere


def test_every_act_can_be_done_and_is_the_way_out_of_something() -> None:
    wanted = {way.act for way in WAYS.values() if isinstance(way, ByRemedy)}
    assert set(ACTS) == wanted == set(Act)


def test_every_kind_that_can_be_too_much_can_be_taken_away() -> None:
    assert set(DELETIONS) == set(map(str, DELETABLE))
    named = {kind for (kind, _), way in WAYS.items() if isinstance(way, ByDeletion)}
    assert named == set(DELETIONS)


def test_what_is_made_anew_empty_is_said_to_be() -> None:
    for kind in ("volume", "container"):
        way = WAYS[kind, Aspect.MISSING]
        assert isinstance(way, ByRefresh)
        assert str(way.caution) == "empty: what was in it comes back from a backup only"
    assert WAYS["server", Aspect.MISSING] == REFRESH
