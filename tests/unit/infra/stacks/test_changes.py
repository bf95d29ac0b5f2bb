from __future__ import annotations

import json

from blueprint.member import blueprint_of
from infra.stacks.changes import Changes, from_preview, of_new
from tests.lib.definitions import shipped

PREFIX = "urn:pulumi:hita.primary::kumiai::kumiai:member:Environment$kumiai:compute:Server$"


def step(operation: str, token: str, name: str) -> dict[str, str]:
    return {"op": operation, "urn": f"{PREFIX}{token}::{name}"}


def shown(changes: Changes) -> list[str]:
    return [str(line) for line in changes.lines()]


def test_a_preview_is_told_by_what_becomes_of_each_kind() -> None:
    steps = [
        step("create", "openstack:compute/instance:Instance", "hita-core-app-3-instance"),
        step("create", "openstack:networking/port:Port", "hita-core-app-3-port"),
        step("delete", "openstack:networking/secGroupRule:SecGroupRule", "hita-core-app-in"),
        step("same", "openstack:compute/instance:Instance", "hita-core-app-1-instance"),
        step("create", "kumiai:compute:Server", "hita-core-app-3"),
    ]
    assert shown(from_preview(json.dumps({"steps": steps}))) == [
        "  new: server × 1 (hita-core-app-3), port × 1",
        "  removed: rule × 1",
    ]


def test_the_steps_of_a_replacement_count_once() -> None:
    steps = [
        step(operation, "openstack:compute/instance:Instance", "hita-core-app-1-instance")
        for operation in ("create-replacement", "replace", "delete-replaced")
    ]
    changes = from_preview(json.dumps({"steps": steps}))
    assert shown(changes) == ["  replaced: server × 1 (hita-core-app-1)"]


def test_a_stack_that_is_new_is_told_from_its_blueprint() -> None:
    assert shown(of_new(blueprint_of(shipped(), "usuki", "primary"))) == [
        "  new: server × 3, volume × 4, container × 2, network × 1, security group × 2, "
        "rule × 5, project × 1"
    ]


def test_no_step_is_no_change() -> None:
    assert from_preview("{}").none
