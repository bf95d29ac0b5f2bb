"""Where a member runs once it has moved."""

from __future__ import annotations

from tenants.consortium_model import Placement
from tenants.placing import moved, written
from tenants.vocabulary import PlacementState
from tests.lib.definitions import shipped

USUKI = shipped().members["usuki"].value
AWAY = {"primary": PlacementState.STANDBY, "remote": PlacementState.ACTIVE}
OTHERS = Placement(members={"aya": AWAY})


def test_a_member_that_moves_runs_there_and_nowhere_else() -> None:
    found = moved(OTHERS, USUKI, ("primary", "remote"), to="remote")
    assert found == Placement(members={"aya": AWAY, "usuki": AWAY})


def test_a_member_that_is_home_again_needs_no_entry() -> None:
    away = moved(OTHERS, USUKI, ("primary", "remote"), to="remote")
    assert moved(away, USUKI, ("primary", "remote"), to="primary") == OTHERS


def test_the_file_keeps_its_head_and_reads_as_what_was_written() -> None:
    before = "# schema\n# ours\nmembers: {}  # nobody\n"
    text = written(moved(OTHERS, USUKI, ("primary", "remote"), to="remote"), before)
    assert text == (
        "# schema\n# ours\nmembers:\n"
        "  aya: {primary: standby, remote: active}\n"
        "  usuki: {primary: standby, remote: active}\n"
    )
    assert written(Placement(), text) == "# schema\n# ours\nmembers: {}\n"
