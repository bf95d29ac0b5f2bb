"""What goes with a member that leaves, what a person decides, and what goes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from core.message import Message
from infra import kinds
from infra.engine.resources import state_of
from infra.remains.clearance import TAKEN, empty, take_away
from infra.remains.parting import ORDER, Parting, parted
from infra.remains.things import Own, Standing, Thing, of_project, own_of
from infra.removal import Logins
from tests.lib.effort import examples
from tests.lib.site_in_memory import SiteInMemory

OWN = Own(
    project="p",
    ids=frozenset({"p", "server-1", "volume-1", "net-1", "backup"}),
    volumes=frozenset({"volume-1"}),
    containers=frozenset({"backup"}),
)


def thing(kind: Message, id_: str, of: str = "", **more: str) -> Thing:
    return Thing(kind, id_, more.get("name", id_), more.get("project", "p"), of)


def container(name: str, objects: int = 0, of: str = "") -> Thing:
    return Thing(kinds.CONTAINER.word, name, name, of=of, objects=objects)


def copy(id_: str, of: str, hour: int) -> Thing:
    return replace(thing(kinds.BACKUP, id_, of), at=datetime(2026, 11, 25, hour, tzinfo=UTC))


def parts(*things: Thing, named: tuple[str, ...] = (), own: Own = OWN) -> Parting:
    return parted(Standing("p", things), own, named)


def ids(things: tuple[Thing, ...]) -> list[str]:
    return [one.id for one in things]


def test_what_kumiai_did_not_make_is_a_persons_to_decide_whatever_it_is() -> None:
    strange = [thing(kind, f"strange-{number}") for number, kind in enumerate(ORDER)]
    found = parts(*strange)
    assert ids(found.undecided) == [one.id for one in strange]
    assert found.before == ()


def test_only_what_was_named_goes() -> None:
    port, server = thing(kinds.PORT.word, "tap"), thing(kinds.SERVER.word, "by-hand")
    found = parts(port, server, named=("tap",))
    assert ids(found.named) == ["tap"]
    assert ids(found.undecided) == ["by-hand"]


def test_copies_of_kumiais_volumes_go_with_them_and_those_of_others_do_not() -> None:
    own, other = copy("nightly", "volume-1", 3), copy("of-another", "volume-9", 3)
    found = parts(own, other, thing(kinds.SNAPSHOT, "before", "volume-1"))
    assert ids(found.data) == ["nightly", "before"]
    assert ids(found.undecided) == ["of-another"]


def test_a_backup_goes_before_the_older_one_that_it_builds_on_and_both_before_their_container() -> (
    None
):
    cinders = container("volumebackups", 452)
    found = parts(cinders, copy("full", "volume-1", 1), copy("later", "volume-1", 2))
    assert ids(found.before) == ["later", "full", "volumebackups"]


def test_a_container_of_the_name_that_cinder_uses_is_somebodys_where_nothing_was_backed_up() -> (
    None
):
    assert ids(parts(container("volumebackups", 3)).undecided) == ["volumebackups"]
    assert ids(parts(container("volumebackups")).data) == ["volumebackups"]


def test_segments_and_older_versions_go_with_the_container_that_they_serve() -> None:
    found = parts(
        container("backup", 3),
        container("backup_segments", 2),
        container("older", 1, of="backup"),
        container("export", 5),
    )
    assert ids(found.containers) == ["backup"]
    assert ids(found.data) == ["backup_segments", "older"]
    assert ids(found.undecided) == ["export"]


def test_neutrons_default_group_is_nobodys_to_decide() -> None:
    assert parts(thing(kinds.GROUP.word, "g", name="default")) == Parting()


def test_the_ports_of_a_server_that_somebody_built_go_with_it() -> None:
    server = thing(kinds.SERVER.word, "by-hand")
    assert ids(parts(server, thing(kinds.PORT.word, "its", "by-hand")).undecided) == ["by-hand"]


def test_a_port_that_somebody_gave_to_a_server_of_kumiais_is_told() -> None:
    server = thing(kinds.SERVER.word, "server-1")
    port = thing(kinds.PORT.word, "more", "server-1")
    assert ids(parts(server, port).undecided) == ["more"]


def test_a_port_of_another_project_in_the_members_network_is_seen() -> None:
    network = thing(kinds.NETWORK.word, "net-1")
    port = Thing(kinds.PORT.word, "tap", "tap", "of-the-administrator", network="net-1")
    elsewhere = Thing(kinds.PORT.word, "far", "far", "of-the-administrator", network="net-2")
    assert ids(of_project([network, port, elsewhere], "p")) == ["net-1", "tap"]


def test_what_was_being_made_when_a_run_was_killed_is_kumiais() -> None:
    server = {"urn": "urn:pulumi:a::b::c::usuki-core-db-1-instance", "type": kinds.SERVER.token}
    pending = {"type": "creating", "resource": {**server, "inputs": {"name": "usuki-core-db-1"}}}
    own = own_of(state_of({"pending_operations": [pending]}))
    found = parts(thing(kinds.SERVER.word, "new", name="usuki-core-db-1"), own=own)
    assert ids(found.own) == ["new"]


def test_without_a_state_everything_is_somebodys_and_nothing_goes() -> None:
    standing = Standing("p", (thing(kinds.PROJECT.word, "p"), thing(kinds.SERVER.word, "server-1")))
    found = parted(standing, Own(), ())
    assert ids(found.undecided) == ["p", "server-1"]


def test_of_a_project_that_keystone_lost_the_administrator_takes_what_pulumi_cannot() -> None:
    things = (thing(kinds.VOLUME.word, "volume-1"), thing(kinds.SERVER.word, "server-1"))
    found = parted(Standing("", things), OWN, ())
    assert ids(found.before) == ["server-1", "volume-1"]
    assert found.own == ()


def test_every_kind_has_a_place_in_the_order_and_a_way_to_go() -> None:
    assert set(TAKEN) == {kind.template for kind in ORDER}


def test_nothing_is_refused_for_something_else_that_still_stands() -> None:
    """The site refuses a volume that has copies and a network that has ports."""
    things = [
        Thing(kinds.NETWORK.word, "side", "side", "p"),
        Thing(kinds.PORT.word, "tap", "tap", "p", network="side"),
        thing(kinds.VOLUME.word, "aside"),
        thing(kinds.SNAPSHOT, "of-aside", "aside"),
        copy("of-aside-1", "aside", 1),
        thing(kinds.SERVER.word, "by-hand"),
        thing(kinds.IMAGE.word, "golden"),
    ]
    site = SiteInMemory({"p": "usuki"}, things, {"export": ["all.csv", "臼杵 /#?x"]})
    everything = (*things, container("export", 2))
    found = parted(Standing("p", everything), OWN, [one.id for one in everything])
    for one in found.before:
        take_away(Logins(site, site), one)
    assert site.things == []
    assert site.went == [
        *("by-hand", "tap", "side", "of-aside-1", "of-aside", "aside", "export", "golden"),
    ]


def test_what_is_gone_already_is_no_reason_to_stop() -> None:
    site = SiteInMemory({"p": "usuki"})
    for kind in (kinds.BACKUP, kinds.SNAPSHOT, kinds.VOLUME.word, kinds.PORT.word):
        take_away(Logins(site, site), thing(kind, "gone"))
    assert site.went == []


def test_kumiais_own_container_is_emptied_and_stays_for_pulumi() -> None:
    site = SiteInMemory({"p": "usuki"}, containers={"backup": ["a", "b/c"]})
    empty(site, "backup")
    assert site.containers == {"backup": []}


def test_a_container_whose_history_lies_in_one_that_is_gone_is_emptied() -> None:
    """Swift refuses whatever is deleted from it, until it keeps none."""
    site = SiteInMemory(
        {"p": "usuki"},
        containers={"forms": ["a"]},
        kept={"forms": {"X-History-Location": "gone"}},
    )
    empty(site, "forms")
    assert (site.containers, site.kept) == ({"forms": []}, {"forms": {}})


def test_a_container_with_versions_keeps_none_from_then_on() -> None:
    site = SiteInMemory(
        {"p": "usuki"},
        containers={"forms": ["a"]},
        kept={"forms": {"X-Versions-Enabled": "True"}},
    )
    empty(site, "forms")
    assert site.kept == {"forms": {"X-Versions-Enabled": "false"}}


IDS = st.sampled_from(["server-1", "volume-1", "net-1", "backup", "a", "b", "c", "d"])
THINGS = st.lists(
    st.builds(
        Thing,
        kind=st.sampled_from(ORDER),
        id=IDS,
        name=st.sampled_from(["backup", "backup_segments", "default", "volumebackups", "export"]),
        of=st.sampled_from(["", "volume-1", "server-1", "backup", "a", "b"]),
        objects=st.integers(0, 2),
    ),
    unique_by=lambda one: one.id,
)


@settings(max_examples=examples(2000))
@given(THINGS, st.sets(IDS))
def test_nothing_that_kumiai_did_not_make_goes_unless_it_is_named_or_part_of_its_own(
    things: list[Thing], named: set[str]
) -> None:
    found = parted(Standing("p", tuple(things)), OWN, named)
    for one in found.named:
        assert one.id in named
    for one in found.data:
        assert one.kind in (kinds.BACKUP, kinds.SNAPSHOT, kinds.CONTAINER.word)
    assert not set(ids(found.undecided)) & (named | OWN.ids)
    known = [*found.own, *found.data, *found.named, *found.undecided]
    assert sorted(ids(tuple(known))) == sorted(set(ids(tuple(known))))
    carried = {one.of for one in (*found.named, *found.undecided)} | {
        one.id for one in (*found.named, *found.undecided)
    }
    for one in things:
        neutrons = one.kind == kinds.GROUP.word and one.name == "default"
        goes_with = one.kind == kinds.PORT.word and one.of in carried
        assert one in known or (neutrons and one.id not in OWN.ids) or goes_with
