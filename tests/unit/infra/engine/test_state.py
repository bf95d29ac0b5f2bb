from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import Exit, OtherSystemFailed
from core.home import Home
from infra.engine.resources import NOTHING
from infra.engine.state import checkpoint_file, read_state
from infra.engine.written import exported
from infra.stacks.strays import stack_of
from infra.stacks.unasked import Stack
from tests.lib.states import checkpoint, write_state, write_text

STACK = "usuki.primary"
URN = "urn:pulumi:usuki-old.primary::kumiai"


URN_OF_A_SERVER = "urn:pulumi:usuki.primary::kumiai::openstack:compute/instance:Instance::a"
SERVER: dict[str, Any] = {"urn": URN_OF_A_SERVER, "type": "openstack:compute/instance:Instance"}
EMPTY: dict[str, Any] = {"manifest": {}}


def written(folder: Path, text: str, stack: str = STACK) -> Home:
    write_text(Home(folder), stack, text)
    return Home(folder)


def with_latest(latest: object) -> str:
    return json.dumps(checkpoint(STACK, latest=latest))


NO_DEPLOYMENTS: list[object] = [None, [], {}, "", 0, False, {"manifest": None}]
NO_LISTS: list[object] = [None, {}, "", 3, [None], [[]], [{}]]
NO_MAPPINGS: list[object] = [None, [], "x", {}]
NO_STATE = [
    "",
    "\0" * 512,
    '{"version": 3, "checkpoint": {"latest": {"resour',
    "[" * 100_000,
    *("null", "[]", '"usuki"', "3", "{}"),
    *('{"latest": null}', '{"deployment": null}', '{"deployment": [1]}'),
    *('{"checkpoint": null}', '{"checkpoint": []}', '{"checkpoint": {}}', '{"checkpoint": "x"}'),
    '{"version": 3, "checkpoint": null}',
    '{"version": null, "checkpoint": {"stack": "organization/kumiai/usuki.primary"}}',
    '{"version": 3, "checkpoint": {"stack": null}}',
    *(with_latest(latest) for latest in NO_DEPLOYMENTS),
    *(
        with_latest(EMPTY | {part: value})
        for part in ("resources", "pending_operations")
        for value in NO_LISTS
    ),
    *(with_latest(EMPTY | {"secrets_providers": value}) for value in NO_MAPPINGS),
    *(
        with_latest(EMPTY | {"resources": [SERVER | {part: None}]})
        for part in ("urn", "type", "id", "custom", "protect", "inputs", "outputs")
    ),
    with_latest(EMPTY | {"resources": [SERVER | {"urn": "a"}]}),
    with_latest(EMPTY | {"resources": [SERVER | {"id": 3}]}),
    with_latest(EMPTY | {"pending_operations": [{"type": "creating"}]}),
    with_latest(EMPTY | {"pending_operations": [{"type": None, "resource": SERVER}]}),
]


@pytest.mark.parametrize("text", NO_STATE, ids=range(len(NO_STATE)))
def test_what_is_no_state_is_one_sentence(tmp_path: Path, text: str) -> None:
    home = written(tmp_path, text)
    file = checkpoint_file(home, STACK)
    with pytest.raises(OtherSystemFailed) as caught:
        read_state(home, STACK)
    assert caught.value.exit_code is Exit.OTHER_SYSTEM_FAILED
    assert str(caught.value) == (
        "the state of usuki.primary is not whole, and none from before stands beside it; "
        f"restore {file} from your backup, and until then nothing is done with this stack"
    )


def test_the_state_from_before_is_named_where_there_is_one(tmp_path: Path) -> None:
    home = written(tmp_path, "")
    before = tmp_path / "state/.pulumi/stacks/kumiai/usuki.primary.json.bak"
    before.write_text("{}", encoding="ascii")
    with pytest.raises(OtherSystemFailed) as caught:
        read_state(home, STACK)
    assert str(caught.value) == (
        "the state of usuki.primary is not whole; the one before it stands beside it, "
        f"as {before}: put it in its place"
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"version": 3, "checkpoint": {"stack": "organization/kumiai/usuki.primary"}}',
        with_latest(EMPTY),
        with_latest(EMPTY | {"resources": []}),
    ],
)
def test_a_new_stack_has_nothing(tmp_path: Path, text: str) -> None:
    assert read_state(written(tmp_path, text), STACK) == NOTHING


@pytest.mark.parametrize("deployment", [None, EMPTY])
def test_a_new_stack_that_is_kept_elsewhere_has_nothing(deployment: object) -> None:
    """As Pulumi v3.259.0 exports it: null until something was done with it."""
    assert exported({"version": 3, "deployment": deployment}) == (deployment or {})


@pytest.mark.parametrize(
    "text", ["null", "{}", '{"version": 3}', '{"version": 3, "deployment": []}']
)
def test_what_is_no_export_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="_Exported"):
        exported(json.loads(text))


def test_a_copy_of_another_stacks_state_is_told_as_that(tmp_path: Path) -> None:
    home = written(tmp_path, with_latest(EMPTY | {"resources": [SERVER]}), "hita.primary")
    with pytest.raises(OtherSystemFailed) as caught:
        read_state(home, "hita.primary")
    assert str(caught.value) == (
        "what stands as the state of hita.primary is the state of usuki.primary; put the right one "
        "in its place, and until then nothing is done with this stack"
    )


def test_a_stack_that_is_not_there_has_no_state(tmp_path: Path) -> None:
    assert read_state(Home(tmp_path), STACK) is None


def test_a_renamed_stack_still_logs_in_by_its_first_name(tmp_path: Path) -> None:
    """As `pulumi stack rename` leaves it: the names in all URNs change, no input does."""
    resources: list[dict[str, Any]] = [
        {"urn": f"{URN}::pulumi:pulumi:Stack::kumiai", "type": "pulumi:pulumi:Stack"}
        | {"custom": False},
        {"urn": f"{URN}::pulumi:providers:openstack::site", "type": "pulumi:providers:openstack"}
        | {"inputs": {"cloud": "primary"}},
        {"urn": f"{URN}::pulumi:providers:openstack::member", "type": "pulumi:providers:openstack"}
        | {"inputs": {"cloud": "usuki.primary"}},
        {"urn": f"{URN}::openstack:identity/project:Project::usuki-project"}
        | {"type": "openstack:identity/project:Project"},
    ]
    home = Home(tmp_path)
    write_state(home, "usuki-old.primary", resources)
    state = read_state(home, "usuki-old.primary")
    assert state is not None
    assert stack_of("usuki-old.primary", state) == Stack("usuki-old.primary", 1, "usuki.primary")
