"""Who stands where, as all readers of the files are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import UserError
from tenants.consortium_model import Placement
from tenants.definitions import Definitions
from tenants.vocabulary import LifecycleState, PlacementState
from tests.lib.definitions import shipped

SHIPPED = shipped()
USUKI = SHIPPED.need_member("usuki")


def after_a_failover_of_usuki() -> Definitions:
    """As shipped, but usuki runs at the remote site."""
    states = {"primary": PlacementState.STANDBY, "remote": PlacementState.ACTIVE}
    placement = replace(SHIPPED.placement, value=Placement(members={"usuki": states}))
    return replace(SHIPPED, placement=placement)


def without_usuki() -> Definitions:
    """As shipped, but usuki has left."""
    read = SHIPPED.members["usuki"]
    left = USUKI.lifecycle.model_copy(update={"state": LifecycleState.LEFT})
    gone = replace(read, value=USUKI.model_copy(update={"lifecycle": left}))
    return replace(SHIPPED, members={**SHIPPED.members, "usuki": gone})


def test_a_member_stands_at_its_home_site_and_at_the_one_that_stands_by_for_it() -> None:
    assert SHIPPED.sites_of(USUKI) == ("primary", "remote")
    assert SHIPPED.active_sites(USUKI) == ("primary",)
    assert SHIPPED.standby_sites(USUKI) == ("remote",)


def test_after_a_failover_the_two_sites_have_changed_their_parts() -> None:
    definitions = after_a_failover_of_usuki()
    assert definitions.sites_of(USUKI) == ("primary", "remote")
    assert definitions.active_sites(USUKI) == ("remote",)
    assert definitions.standby_sites(USUKI) == ("primary",)


def test_who_has_left_stands_nowhere() -> None:
    assert "usuki" in SHIPPED.members_at("remote")
    assert "usuki" not in without_usuki().members_at("remote")
    assert "usuki" not in without_usuki().present_members()


def test_only_the_chosen_are_told_if_any_are_chosen() -> None:
    assert list(SHIPPED.members_at("primary", ["usuki"])) == ["usuki"]
    assert list(SHIPPED.present_members(["hita", "usuki"])) == ["hita", "usuki"]


@pytest.mark.parametrize("name", ["臼杵市", "臼杵", "うすきし", "Usuki City", "usuk", "USUKI"])
def test_whoever_writes_a_municipality_as_people_call_it_is_told_its_name(name: str) -> None:
    with pytest.raises(UserError) as refused:
        SHIPPED.need_member(name)
    assert str(refused.value) == (
        f"no municipality {name} is in tenants/members; did you mean usuki?"
    )


@pytest.mark.parametrize("name", ["第一データセンター", "primery", "Primary"])
def test_whoever_writes_a_site_as_people_call_it_is_told_its_name(name: str) -> None:
    with pytest.raises(UserError) as refused:
        SHIPPED.need_site(name)
    assert str(refused.value) == f"no site {name} is in infra/sites; did you mean primary?"


def test_a_name_that_nobody_has_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UserError, match="no site moon is in infra/sites; the sites are primary, r"):
        SHIPPED.need_site("moon")
    with pytest.raises(UserError, match="no municipality beppu is in tenants/members; known are "):
        SHIPPED.need_member("beppu")
    with pytest.raises(UserError, match="no host pri-99 is in infra/sites; known are pri-01, "):
        SHIPPED.need_site_of_host("pri-99")


def test_the_site_of_a_host_is_found_by_the_hosts_name() -> None:
    assert SHIPPED.need_site_of_host("rem-02").name == "remote"
