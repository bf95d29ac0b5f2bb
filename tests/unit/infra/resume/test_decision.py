from __future__ import annotations

from itertools import product

import pytest

from infra.asking.sighting import Sighting
from infra.engine.resources import Pending, Resource
from infra.kinds import KINDS, Making
from infra.resume.decision import Act, Decision, decide, is_looked_up

SERVER = "openstack:compute/instance:Instance"
VOLUME = "openstack:blockstorage/volume:Volume"
GROUP = "openstack:networking/secGroup:SecGroup"
QUOTA = "openstack:compute/quotaSetV2:QuotaSetV2"


def pending(token: str, kind: str = "creating", custom: bool = True) -> Pending:
    urn = f"urn:pulumi:hita.primary::kumiai::{token}::hita-thing"
    return Pending(kind, Resource(urn, "", False, {"urn": urn, "type": token, "custom": custom}))


def test_what_was_being_made_and_is_there_is_taken_over() -> None:
    assert decide(pending(SERVER), [Sighting("server-1")]) == Decision(Act.ADOPT, "server-1")


def test_what_is_not_there_is_made_by_the_next_run() -> None:
    assert decide(pending(SERVER), []) == Decision(Act.FORGET)


def test_a_broken_server_holds_no_data_and_is_made_anew() -> None:
    assert decide(pending(SERVER), [Sighting("server-1", broken=True)]) == Decision(
        Act.REBUILD, "server-1"
    )


def test_a_broken_volume_is_left_to_a_person() -> None:
    assert decide(pending(VOLUME), [Sighting("volume-1", broken=True)]).act is Act.ASK


def test_a_broken_boot_volume_that_nobody_ever_used_is_made_anew() -> None:
    seen = [Sighting("volume-1", broken=True, empty=True)]
    assert decide(pending(VOLUME), seen) == Decision(Act.REBUILD, "volume-1")


def test_half_a_security_group_may_let_everything_out_and_is_made_anew() -> None:
    assert decide(pending(GROUP), [Sighting("group-1")]) == Decision(Act.REBUILD, "group-1")


def test_a_quota_is_set_again() -> None:
    assert decide(pending(QUOTA), []) == Decision(Act.FORGET)


def test_two_of_the_same_name_are_left_to_a_person() -> None:
    assert decide(pending(SERVER), [Sighting("a"), Sighting("b")]).act is Act.ASK


def test_a_type_that_nobody_thought_of_is_left_to_a_person() -> None:
    cut_off = pending("openstack:dns/zone:Zone")

    assert not is_looked_up(cut_off)
    assert decide(cut_off, []).act is Act.ASK


@pytest.mark.parametrize(
    "cut_off",
    [
        pending("kumiai:compute:Server", custom=False),
        pending("pulumi:pulumi:Stack", custom=False),
        pending("pulumi:providers:openstack"),
    ],
)
def test_what_is_in_no_cloud_is_registered_again(cut_off: Pending) -> None:
    assert not is_looked_up(cut_off)
    assert decide(cut_off, []) == Decision(Act.FORGET)


@pytest.mark.parametrize("kind", ["updating", "deleting", "reading"])
def test_operations_on_what_is_in_the_state_are_forgotten(kind: str) -> None:
    assert decide(pending(VOLUME, kind), [Sighting("volume-1")]) == Decision(Act.FORGET)


@pytest.mark.parametrize("token", KINDS)
def test_from_no_state_is_anything_built_twice_or_data_removed(token: str) -> None:
    for broken, empty, count in product((False, True), (False, True), (0, 1, 2)):
        seen = [Sighting(f"id-{number}", broken, empty) for number in range(count)]
        act = decide(pending(token), seen).act
        if act is Act.FORGET:
            assert count == 0 or KINDS[token].making is Making.SETTING
        if act is Act.REBUILD:
            assert empty or not KINDS[token].holds_data
