from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.errors import Exit, OtherSystemFailed
from core.home import Home
from infra.engine.resources import NOTHING
from infra.engine.state import checkpoint_file, read_state
from infra.stacks.strays import stack_of
from infra.stacks.unasked import Stack

STACK = "usuki.primary"
URN = "urn:pulumi:usuki-old.primary::kumiai"


def written(folder: Path, text: str) -> Home:
    file = checkpoint_file(Home(folder), STACK)
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return Home(folder)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0" * 512,
        '{"version": 3, "checkpoint": {"latest": {"resour',
        "null",
        "[]",
        '"usuki"',
        '{"deployment": [1]}',
        '{"checkpoint": {"latest": {"resources": [{"type": "x"}]}}}',
        '{"checkpoint": {"latest": {"resources": [null]}}}',
        '{"checkpoint": {"latest": {"resources": 3}}}',
        '{"checkpoint": {"latest": {"pending_operations": [{"type": "creating"}]}}}',
    ],
    ids=range(11),
)
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
        '{"version": 3, "checkpoint": {"latest": {"resources": null}}}',
        '{"version": 3, "deployment": {"manifest": {}}}',
    ],
)
def test_a_new_stack_has_nothing(tmp_path: Path, text: str) -> None:
    assert read_state(written(tmp_path, text), STACK) == NOTHING


def test_a_stack_that_is_not_there_has_no_state(tmp_path: Path) -> None:
    assert read_state(Home(tmp_path), STACK) is None


def test_a_renamed_stack_still_logs_in_by_its_first_name(tmp_path: Path) -> None:
    """As `pulumi stack rename` leaves it: the names in all URNs change, no input does."""
    resources = [
        {"urn": f"{URN}::pulumi:pulumi:Stack::kumiai", "type": "pulumi:pulumi:Stack"}
        | {"custom": False},
        {"urn": f"{URN}::pulumi:providers:openstack::site", "type": "pulumi:providers:openstack"}
        | {"inputs": {"cloud": "primary"}},
        {"urn": f"{URN}::pulumi:providers:openstack::member", "type": "pulumi:providers:openstack"}
        | {"inputs": {"cloud": "usuki.primary"}},
        {"urn": f"{URN}::openstack:identity/project:Project::usuki-project"}
        | {"type": "openstack:identity/project:Project"},
    ]
    home = written(tmp_path, json.dumps({"deployment": {"resources": resources}}))
    state = read_state(home, STACK)
    assert state is not None
    assert stack_of("usuki-old.primary", state) == Stack("usuki-old.primary", 1, "usuki.primary")
