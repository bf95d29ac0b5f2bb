"""The consortium on one screen, as a model."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from board.picture import GroupUse, Picture, Standing, Verified, picture_of
from infra.verify.verdicts import Status, Verdict
from tenants.store import read_definitions
from tenants.vocabulary import NetworkModel, PlacementState
from tests.lib.definitions import copied_to, shipped
from tests.lib.verdicts import verdict_on, verdict_on_site

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def drawn(*verdicts: Verdict) -> Picture:
    return picture_of(shipped(), {verdict.stack: verdict for verdict in verdicts}, NOW)


def standings_of(picture: Picture, slug: str) -> dict[str, Standing]:
    row = next(row for row in picture.rows if row.slug == slug)
    return {standing.site: standing for standing in row.standings if standing}


def test_members_are_in_the_order_of_their_codes() -> None:
    assert [row.name.ja for row in drawn().rows] == [
        "日田市",
        "臼杵市",
        "杵築市",
        "宇佐市",
        "由布市",
        "延岡市",
        "日向市",
        "串間市",
        "綾町",
        "門川町",
    ]


def test_a_member_shows_how_many_services_of_each_group_it_uses() -> None:
    usuki = next(row for row in drawn().rows if row.slug == "usuki")
    assert usuki.network_model is NetworkModel.ALPHA
    assert usuki.uses == (
        GroupUse(in_use=3, stopped=0, services=8),
        GroupUse(in_use=1, stopped=0, services=7),
        GroupUse(in_use=0, stopped=0, services=5),
        GroupUse(in_use=0, stopped=0, services=11),
        GroupUse(in_use=0, stopped=0, services=5),
        GroupUse(in_use=0, stopped=0, services=2),
        GroupUse(in_use=0, stopped=0, services=2),
    )


def test_servers_stand_at_the_active_site_only() -> None:
    found = standings_of(drawn(), "usuki")
    home, away = found["primary"], found["remote"]
    assert (home.is_home, home.state, home.servers) == (True, PlacementState.ACTIVE, 3)
    assert (home.vcpu, home.ram_gib) == (4, 8)
    assert (away.is_home, away.state, away.servers) == (False, PlacementState.STANDBY, 0)


def test_the_head_has_the_totals() -> None:
    totals = drawn().totals
    assert (totals.members, totals.population, totals.services_in_use) == (10, 478_952, 317)
    assert (totals.servers, totals.vcpu, totals.ram_gib) == (70, 88, 176)
    assert drawn().population_as_of == (date(2010, 4, 1), date(2010, 4, 1))


def test_nothing_is_good_before_it_was_looked_at() -> None:
    assert dict(drawn().totals.statuses) == {
        Status.OK: 0,
        Status.CAUTION: 0,
        Status.FAULT: 0,
        Status.NOT_VERIFIED: 20,
    }


def test_each_environment_has_its_own_verdict() -> None:
    definitions = shipped()
    picture = drawn(
        verdict_on(definitions, "hita", "primary", NOW),
        verdict_on(definitions, "hita", "remote", NOW, extra=2),
        verdict_on(definitions, "aya", "primary", NOW, missing=1),
        verdict_on(definitions, "aya", "remote", NOW, reached=False),
    )
    assert {site: s.verified.status for site, s in standings_of(picture, "hita").items()} == {
        "primary": Status.OK,
        "remote": Status.CAUTION,
    }
    assert {site: s.verified.status for site, s in standings_of(picture, "aya").items()} == {
        "primary": Status.FAULT,
        "remote": Status.FAULT,
    }
    assert picture.totals.statuses[Status.NOT_VERIFIED] == 16


def test_a_changed_file_makes_the_verdict_unknown(tmp_path: Path) -> None:
    before = shipped()
    verdict = verdict_on(before, "usuki", "primary", NOW)
    file = copied_to(tmp_path) / "tenants/members/usuki.yaml"
    file.write_text(file.read_text().replace("count: 41372", "count: 141372"))
    after, problems = read_definitions(tmp_path)
    assert after is not None
    assert problems == []
    picture = picture_of(after, {verdict.stack: verdict}, NOW)
    found = standings_of(picture, "usuki")["primary"].verified
    assert (found.status, found.at) == (Status.NOT_VERIFIED, NOW)


def test_a_failed_over_member_runs_away_from_home(tmp_path: Path) -> None:
    (copied_to(tmp_path) / "tenants/placement.yaml").write_text(
        "members: {usuki: {primary: standby, remote: active}}\n"
    )
    definitions, _ = read_definitions(tmp_path)
    assert definitions is not None
    found = standings_of(picture_of(definitions, {}, NOW), "usuki")
    assert (found["primary"].is_home, found["primary"].servers) == (True, 0)
    assert (found["remote"].is_home, found["remote"].servers) == (False, 3)


def test_who_has_left_is_not_shown(tmp_path: Path) -> None:
    file = copied_to(tmp_path) / "tenants/members/usuki.yaml"
    file.write_text(
        file.read_text().replace(
            "lifecycle: {state: active, joined_on: 2012-04-01}",
            "lifecycle: {state: left, joined_on: 2012-04-01, left_on: 2026-03-31}",
        )
    )
    definitions, _ = read_definitions(tmp_path)
    assert definitions is not None
    assert [row.slug for row in picture_of(definitions, {}, NOW).rows][:2] == ["hita", "kitsuki"]


def test_a_site_shows_what_it_carries() -> None:
    primary, remote = drawn().sites
    assert (primary.active_members, primary.standby_members) == (10, 0)
    assert (primary.servers, primary.vcpu, primary.vcpu_carried) == (70, 88, 448)
    assert (primary.ram_gib, primary.ram_gib_carried, primary.hosts) == (176, 1024, 4)
    assert (remote.active_members, remote.standby_members, remote.vcpu) == (0, 10, 0)
    assert primary.verified.status is Status.NOT_VERIFIED


@pytest.mark.parametrize(
    ("aya", "status", "differences", "reached"),
    [
        ({}, Status.OK, 0, True),
        ({"extra": 2}, Status.CAUTION, 2, True),
        ({"missing": 1}, Status.FAULT, 1, True),
        ({"reached": False}, Status.FAULT, 0, False),
    ],
)
def test_a_site_is_no_better_than_the_worst_of_what_stands_there(
    aya: dict[str, Any], status: Status, differences: int, reached: bool
) -> None:
    definitions = shipped()
    earlier = NOW - timedelta(hours=2)
    others = [slug for slug in definitions.members if slug != "aya"]
    picture = drawn(
        verdict_on_site(definitions, "primary", NOW),
        *(verdict_on(definitions, slug, "primary", NOW) for slug in others),
        verdict_on(definitions, "aya", "primary", earlier, **aya),
    )
    assert picture.sites[0].verified == Verified(status, earlier, differences, reached)


def test_a_site_is_not_green_while_nobody_has_looked_at_one_of_its_members() -> None:
    definitions = shipped()
    seen = [slug for slug in definitions.members if slug != "aya"]
    picture = drawn(
        verdict_on_site(definitions, "primary", NOW),
        *(verdict_on(definitions, slug, "primary", NOW) for slug in seen),
    )
    assert picture.sites[0].verified == Verified(Status.NOT_VERIFIED, NOW, 0, True)
