"""Volumes that were restored are written into a state as Pulumi itself would write them."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import UserError
from infra.stacks.adoption import with_volumes, without

VOLUME = "openstack:blockstorage/volume:Volume"
URN = "urn:pulumi:aya.remote::kumiai::"
PROVIDER = f"{URN}pulumi:providers:openstack::member"
COMPONENT = f"{URN}kumiai:storage:DataVolume::aya-core-db-1-data"
DATA = f"{URN}kumiai:storage:DataVolume${VOLUME}::aya-core-db-1-data-volume"

STATE: dict[str, Any] = {
    "version": 3,
    "deployment": {
        "resources": [{"urn": PROVIDER, "type": "pulumi:providers:openstack", "id": "p-1"}]
    },
}
DRAWN: dict[str, Any] = {
    COMPONENT: {"urn": COMPONENT, "custom": False, "type": "kumiai:storage:DataVolume"},
    DATA: {
        "urn": DATA,
        "custom": True,
        "type": VOLUME,
        "parent": COMPONENT,
        "protect": True,
        "provider": f"{PROVIDER}::unknown",
        "sourcePosition": "project:///main.py#1",
        "inputs": {"name": "aya-core-db-1-data", "size": 1, "__defaults": []},
    },
}


def test_a_volume_comes_after_what_it_lies_in_with_its_own_id_and_the_states_provider() -> None:
    found = with_volumes(STATE, DRAWN, {"aya-core-db-1-data": "v-1"})
    assert found["deployment"]["resources"][1:] == [
        DRAWN[COMPONENT],
        {
            "urn": DATA,
            "custom": True,
            "type": VOLUME,
            "parent": COMPONENT,
            "protect": True,
            "provider": f"{PROVIDER}::p-1",
            "inputs": {"name": "aya-core-db-1-data", "size": 1, "__defaults": []},
            "id": "v-1",
            "outputs": {"name": "aya-core-db-1-data", "size": 1, "id": "v-1"},
        },
    ]
    assert len(STATE["deployment"]["resources"]) == 1


def test_what_is_in_the_state_already_is_not_added_once_more() -> None:
    once = with_volumes(STATE, DRAWN, {"aya-core-db-1-data": "v-1"})
    assert with_volumes(once, DRAWN, {"aya-core-db-1-data": "v-1"}) == once


def test_a_volume_that_nothing_would_make_is_nobodys() -> None:
    with pytest.raises(UserError, match=r"^no volume is called x in what would be built$"):
        with_volumes(STATE, DRAWN, {"x": "v-1"})


SERVER = f"{URN}openstack:compute/instance:Instance::aya-core-db-1-instance"
ATTACHMENT = f"{URN}openstack:compute/volumeAttach:VolumeAttach::aya-core-db-1-data-attachment"
PORT = f"{URN}openstack:networking/port:Port::aya-core-db-1-port"
WHOLE: dict[str, Any] = {
    "deployment": {
        "resources": [
            {"urn": PORT, "id": "p-2"},
            {"urn": DATA, "id": "v-1"},
            {"urn": SERVER, "id": "s-1", "dependencies": [PORT]},
            {"urn": ATTACHMENT, "id": "s-1/v-1", "dependencies": [SERVER, DATA]},
        ]
    }
}


def known(deployment: dict[str, Any]) -> list[str]:
    return [one["urn"] for one in deployment["deployment"]["resources"]]


def test_what_is_let_go_goes_with_what_depends_on_it_and_nothing_else_does() -> None:
    assert known(without(WHOLE, ["s-1"])) == [PORT, DATA]
    assert known(without(WHOLE, ["v-1"])) == [PORT, SERVER]
    assert without(WHOLE, ["of-nobody"]) == WHOLE
    assert len(known(WHOLE)) == 4
