"""The rule about names that meet, against the names themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.naming import ServerName, read_server, volume_name
from core.units import Gib
from tenants.catalogue_model import Catalogue, DataVolume, System, Tier
from tenants.definitions import Definitions, Read
from tenants.rules import names
from tenants.vocabulary import BOOT_VOLUME
from tests.lib.definitions import shipped
from tests.lib.effort import examples

SHIPPED = shipped()
USUKI = SHIPPED.members["usuki"]
APP = SHIPPED.catalogue.value.systems["core"].tiers["app"]

SLUGS = st.lists(st.sampled_from(["aa", "bb", "boot", "1"]), min_size=1, max_size=4).map("-".join)
TIERS = st.dictionaries(SLUGS, st.sets(SLUGS, max_size=2), min_size=1, max_size=2)


def tier(volumes: set[str]) -> Tier:
    one = DataVolume(gib=Gib(1), type="fast")
    return APP.model_copy(update={"volumes": dict.fromkeys(sorted(volumes), one)})


def definitions_of(members: set[str], systems: dict[str, dict[str, set[str]]]) -> Definitions:
    """The shipped files with these slugs, however unlikely somebody is to write them."""
    core = SHIPPED.catalogue.value.systems["core"]
    drawn: dict[str, System] = {
        name: core.model_copy(
            update={"containers": (), "tiers": {key: tier(v) for key, v in tiers.items()}}
        )
        for name, tiers in systems.items()
    }
    catalogue = SHIPPED.catalogue.value.model_copy(update={"systems": drawn})
    return replace(
        SHIPPED,
        catalogue=Read(SHIPPED.catalogue.document, catalogue),
        members={
            slug: Read(USUKI.document, USUKI.value.model_copy(update={"slug": slug}))
            for slug in members
        },
    )


def servers_of(members: set[str], catalogue: Catalogue) -> list[ServerName]:
    return [
        ServerName(member, system, key, number)
        for member in sorted(members)
        for system, one in catalogue.systems.items()
        for key in one.tiers
        for number in (1, 11)
    ]


@settings(max_examples=examples(1000))
@given(
    st.sets(SLUGS, min_size=1, max_size=3), st.dictionaries(SLUGS, TIERS, min_size=1, max_size=3)
)
def test_where_the_rule_finds_nothing_no_names_meet_and_each_is_read_as_what_it_is(
    members: set[str], systems: dict[str, dict[str, set[str]]]
) -> None:
    definitions = definitions_of(members, systems)
    catalogue = definitions.catalogue.value
    servers = servers_of(members, catalogue)
    volumes = [
        (server.member, volume_name(str(server), volume))
        for server in servers
        for volume in (BOOT_VOLUME, *catalogue.systems[server.system].tiers[server.tier].volumes)
    ]
    twice = [
        name
        for names_ in (Counter(map(str, servers)), Counter(volumes))
        for name, count in names_.items()
        if count > 1
    ]
    if not list(names.problems(definitions)):
        assert twice == []
        assert [read_server(str(one), members, catalogue) for one in servers] == servers
