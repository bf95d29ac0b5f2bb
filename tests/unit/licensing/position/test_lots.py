"""Licences of one owner, or for one site, cover nothing elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.naming import Role
from licensing.change.change import Move
from licensing.change.effect import judge
from licensing.change.world import World
from licensing.counting.figure import Figure
from licensing.counting.park import Host, Park
from licensing.counting.rounding import shown
from licensing.counting.stay import Stay
from licensing.papers.licences import Licences
from licensing.papers.measure import Metric
from licensing.papers.store import read_licences
from licensing.position.bought import Bought, bought_on
from licensing.position.caveats import caveats, caveats_of
from licensing.position.lots import Group, Lot, uncovered
from licensing.position.position import Position, position
from licensing.position.timeline import timeline
from tests.lib.definitions import ROOT
from tests.lib.effort import examples

LICENCES = read_licences(ROOT)[0]
NEC = LICENCES.rules["nec-webotx"].value
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 26, tzinfo=UTC)
PARK = Park(
    {"h1": Host("h1", "primary", 2, 16), "h2": Host("h2", "remote", 2, 16)},
    regions={"primary": "asia-pacific", "remote": "europe"},
)
USA, HITA = "usa", "hita"


def server(member: str, vcpus: int, host: str = "h1") -> Stay:
    role = Role("core", ("application-server",))
    return Stay(f"{member}-{host}", member, host, vcpus, True, role, APRIL, None)


def lot(quantity: int, owner: str | None = None, **where: object) -> Lot:
    sites = where.get("sites")
    region = where.get("region")
    return Lot(
        Fraction(quantity),
        owner,
        frozenset({str(sites)}) if sites else None,
        str(region) if region else None,
    )


def found(lots: list[Lot], *stays: Stay) -> Position:
    owned = sum((one.quantity for one in lots), Fraction(0))
    bought = Bought("application-server", NEC, owned, 1000, None, lots=tuple(lots))
    return position(bought, PARK, stays, NOW)


def headroom(lots: list[Lot], *stays: Stay) -> str:
    return shown(found(lots, *stays).headroom)


def test_the_server_of_one_member_does_not_run_on_the_licences_of_another() -> None:
    assert headroom([lot(10, USA)], server(HITA, 4)) == "-2"
    assert found([lot(10, USA)], server(HITA, 4)).in_breach


def test_pooled_licences_are_everybodys() -> None:
    assert headroom([lot(10)], server(HITA, 4)) == "8"


def test_its_own_servers_run_on_them() -> None:
    assert headroom([lot(10, USA)], server(USA, 4)) == "8"


def test_what_a_member_lacks_the_pool_covers() -> None:
    lots = [lot(2, USA), lot(3)]
    assert headroom(lots, server(USA, 8), server(HITA, 2)) == "0"
    assert headroom(lots, server(USA, 10), server(HITA, 2)) == "-1"
    assert headroom(lots, server(USA, 2), server(HITA, 8)) == "-1"


def test_licences_for_one_site_cover_nothing_at_the_other() -> None:
    assert headroom([lot(10, sites="primary")], server(HITA, 4, "h2")) == "-2"
    assert headroom([lot(10, sites="primary")], server(HITA, 4)) == "8"


def test_licences_for_a_region_cover_its_sites() -> None:
    assert headroom([lot(10, region="europe")], server(HITA, 4, "h2")) == "8"
    assert headroom([lot(10, region="europe")], server(HITA, 4)) == "-2"


def test_what_is_owned_elsewhere_is_told_apart() -> None:
    one = found([lot(10, USA)], server(HITA, 4))
    assert (shown(one.entitled), shown(one.elsewhere), shown(one.short)) == ("10", "10", "2")


def test_users_of_who_runs_nothing_are_not_covered_by_what_another_owns() -> None:
    """hita owns some and declares 50; usa declares 80, whoever of them runs a server."""
    declared = (Figure(Metric.USERS, HITA, APRIL, 50), Figure(Metric.USERS, USA, APRIL, 80))
    users = LICENCES.rules["oracle-named-user-plus"].value.model_copy(
        update={"counts": Metric.USERS, "combined": None}
    )
    park = replace(PARK, declared=declared)
    for quantity, missing in ((200, "-80"), (120, "-80"), (20, "-110")):
        lots = (lot(quantity, HITA),)
        bought = Bought("database", users, Fraction(quantity), 1000, None, lots=lots)
        for stays in ([], [server(HITA, 4)], [server(USA, 4)]):
            one = position(bought, park, stays, NOW)
            assert shown(one.required.licences) == "130"
            assert shown(one.headroom) == missing, (quantity, stays)


LOTS = st.lists(
    st.builds(
        Lot,
        st.integers(0, 9).map(Fraction),
        st.sampled_from([None, USA, HITA]),
        st.sampled_from([None, frozenset({"primary"}), frozenset({"remote"})]),
    ),
    max_size=4,
)
GROUPS = [(member, site) for member in ("", USA, HITA) for site in ("", "primary", "remote")]


@settings(max_examples=examples(1_000))
@given(LOTS, st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 9).map(Fraction), max_size=5))
def test_as_much_is_covered_as_any_way_of_handing_out_can_cover(
    lots: list[Lot], needs: dict[Group, Fraction]
) -> None:
    """By the theorem of Hall: some set of groups needs so much more than all that may serve it."""
    worst = max(
        sum((needs[g] for g in some), Fraction(0))
        - sum((one.quantity for one in lots if any(one.covers(g) for g in some)), Fraction(0))
        for size in range(len(needs) + 1)
        for some in combinations(needs, size)
    )
    assert uncovered(lots, needs) == worst


def test_a_period_is_in_breach_while_somebody_lacks_what_another_owns() -> None:
    stop = datetime(2026, 6, 1, tzinfo=UTC)
    stays = [replace(server(HITA, 4), until=stop), server(USA, 4)]
    licences = owned_by(USA)
    line = timeline(licences, "application-server", PARK, stays, APRIL, NOW)
    assert line is not None
    assert [(shown(p.required or 0), shown(p.entitled)) for p in line.points] == [
        ("4", "2"),
        ("2", "10"),
    ]
    assert line.in_breach


def owned_by(owner: str, *, pooled: bool = False) -> Licences:
    """Ten licences of one owner."""
    read = LICENCES.entitlements["application-server-2026"]
    changes = {"owner": owner, "pooled": pooled, "quantity": Fraction(10)}
    paper = replace(read, value=read.value.model_copy(update=changes))
    return Licences(LICENCES.rules, {"application-server-2026": paper})


def test_an_entitlement_of_a_member_is_its_own_unless_it_is_pooled() -> None:
    for pooled, lots in ((False, 1), (True, 0)):
        bought = bought_on(owned_by(USA, pooled=pooled), "application-server", NOW.date())
        assert bought is not None
        assert len(bought.lots) == lots


def test_it_is_told_which_entitlement_covers_nothing() -> None:
    bought = bought_on(owned_by(USA), "application-server", NOW.date())
    assert bought is not None
    [said] = caveats(position(bought, PARK, [server(HITA, 4)], NOW), NOW)
    assert said.text() == (
        "application-server: 10 licences are owned where they cover nothing "
        "(application-server-2026 belong to one municipality, site or region); buy what is "
        "missing, or have the contract pool them and write `pooled: true`"
    )


def test_owners_that_share_a_host_need_it_each_and_none_of_what_is_owned_is_idle() -> None:
    """32 cores of one host: hita owns ten and needs 32, and usa, who owns nothing, 32 more."""
    rule = LICENCES.rules["sql-server-core-host"].value
    lots = (replace(lot(10, HITA), entitlement="database-2026"),)
    bought = Bought("database", rule, Fraction(10), 1000, None, lots=lots)
    one = position(bought, PARK, [server(HITA, 4), server(USA, 4)], NOW)
    assert (shown(one.required.licences), shown(one.headroom)) == ("32", "-54")
    assert not one.idle
    [said] = caveats(one, NOW)
    assert said.text() == (
        "database: database-2026 belong to one municipality, site or region, so each is counted "
        "by itself: on 2026-11-26 54 licences are missing in all; buy them, or have the contract "
        "pool what is owned and write `pooled: true`"
    )


def test_a_period_tells_too_that_owners_are_counted_by_themselves() -> None:
    line = timeline(owned_by(USA), "application-server", PARK, [server(HITA, 4)], APRIL, NOW)
    assert line is not None
    [said] = caveats_of(line, PARK, [])
    assert (
        "so each is counted by itself: on 2026-04-01 2 licences are missing in all" in said.text()
    )


def test_a_move_to_a_site_without_licences_is_missing_them() -> None:
    lots = (lot(2, sites="primary"),)
    bought = Bought("application-server", NEC, Fraction(2), 1000, None, lots=lots)
    world = World(PARK, {"application-server": [server(HITA, 4)]})
    [effect] = judge(world, [Move("hita-h1", "h2")], {"application-server": bought}, NOW)
    assert (shown(effect.more), shown(effect.missing), effect.verdict) == ("0", "2", "violates")
