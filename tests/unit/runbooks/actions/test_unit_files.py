"""Files outside the checkout are written by an act, and only those that are not as they should."""

from __future__ import annotations

from pathlib import Path

from runbooks.actions.unit_files import written
from tests.lib.acts import Acts, sentences


def test_a_plan_writes_nothing_and_tells_new_files_from_others(tmp_path: Path) -> None:
    folder = tmp_path / "systemd"
    folder.mkdir()
    same, other, new = folder / "a.service", folder / "b.service", folder / "c.timer"
    same.write_text("A", "utf-8")
    other.write_text("by hand", "utf-8")
    plan = written({same: "A", other: "B", new: "C"})
    assert sentences(plan.notes) == ["1 file is as they should be"]
    assert [str(action.does) for action in plan.actions] == [
        f"{other} is written anew; something else stands in it",
        f"{new} is written; nothing stands there yet",
    ]
    assert (other.read_text("utf-8"), new.exists()) == ("by hand", False)


def test_carried_out_each_has_its_text_and_stands_in_the_journal(tmp_path: Path) -> None:
    acts, file = Acts.at(tmp_path / "home"), tmp_path / "systemd" / "c.timer"
    assert acts.carried_out(written({file: "C"})) == []
    assert file.read_text("utf-8") == "C"
    assert acts.journal == [f"write-file {file}: begun", f"write-file {file}: done"]
    again = written({file: "C"})
    assert (again.actions, sentences(again.notes)) == ((), ["1 file is as they should be"])
