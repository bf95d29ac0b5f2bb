"""A plan carried out: what the journal keeps of it, whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import Exit, OtherSystemFailed, UserError
from core.home import REPOSITORY, Home
from core.journal import Entry, append, entries
from core.lock import Holder, locked
from core.message import say
from core.plan import Action, Objection, Override, Plan, Run, Turn
from core.run import Watcher, carry_out

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
RUN = Run("run-1", "sato", "a host is worn out", NOW)


def action(
    subject: str, do: Callable[[], object] = lambda: None, after: tuple[str, ...] = ()
) -> Action:
    def done(_: Turn) -> None:
        do()

    return Action(
        "move",
        subject,
        say("{subject}", subject=subject),
        say("{subject} goes", subject=subject),
        done,
        say("nobody can"),
        (f"{subject}.lock",),
        after,
    )


def refused() -> None:
    raise OtherSystemFailed(say("Nova says no"))


def journal(home: Home) -> list[str]:
    return [f"{one['act']} {one['subject']}: {one['outcome']}" for one in entries(home.journal)]


def test_each_act_is_journalled_when_it_begins_and_when_it_is_done(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert carry_out(home, Plan((action("a"), action("b"))), RUN, Watcher()) == []
    assert journal(home) == ["move a: begun", "move a: done", "move b: begun", "move b: done"]
    assert {(one["who"], one["reason"]) for one in entries(home.journal)} == {
        ("sato", "a host is worn out")
    }


def test_a_failure_is_journalled_with_its_reason_and_stops_only_what_comes_after(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    plan = Plan((action("a", refused), action("b", after=("a",)), action("c")))
    [failure] = carry_out(home, plan, RUN, Watcher())
    assert (failure.action.subject, str(failure.why), failure.exit_code) == (
        "a",
        "Nova says no",
        Exit.OTHER_SYSTEM_FAILED,
    )
    assert journal(home) == [
        "move a: begun",
        "move a: failed: Nova says no",
        "move c: begun",
        "move c: done",
    ]


def test_a_defect_of_ours_is_journalled_begins_no_more_and_shows(tmp_path: Path) -> None:
    home = Home(tmp_path)
    nothing: dict[str, str] = {}
    plan = Plan((action("a", lambda: nothing["password is 123"]), action("b")))
    with pytest.raises(KeyError):
        carry_out(home, plan, RUN, Watcher())
    assert journal(home) == ["move a: begun", "move a: failed: KeyError"]


def test_an_interrupted_act_is_journalled(tmp_path: Path) -> None:
    home = Home(tmp_path)
    plan = Plan((action("a", lambda: signal.raise_signal(signal.SIGINT)), action("b")))
    with pytest.raises(KeyboardInterrupt):
        carry_out(home, plan, RUN, Watcher())
    assert journal(home) == ["move a: begun", "move a: failed: interrupted"]


def test_acts_side_by_side_are_stopped_in_good_order_and_each_end_is_journalled(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    told_to_stop = threading.Event()
    both_run = threading.Barrier(2, lambda: os.kill(os.getpid(), signal.SIGINT))

    def works(turn: Turn) -> None:
        both_run.wait(10)
        assert told_to_stop.wait(10)
        raise OtherSystemFailed(say("Pulumi was killed"))

    actions = [
        Action(
            "up",
            name,
            say("{name}", name=name),
            say("{name} is built", name=name),
            works,
            say("nobody can"),
            (name,),
            stop=lambda run: told_to_stop.set(),
        )
        for name in ("a", "b", "c")
    ]
    with pytest.raises(KeyboardInterrupt):
        carry_out(home, Plan(tuple(actions)), RUN, Watcher(), at_once=2)
    assert sorted(journal(home)) == [
        "up a: begun",
        "up a: failed: interrupted",
        "up b: begun",
        "up b: failed: interrupted",
    ]


def test_an_act_whose_thread_is_just_starting_is_stopped_and_waited_for_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's pool knows a thread only once its start has returned."""
    home = Home(tmp_path)
    interrupted, told_to_stop = threading.Event(), threading.Event()
    start = threading.Thread.start

    def slowly(thread: threading.Thread) -> None:
        start(thread)
        assert interrupted.wait(10)

    def works() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        interrupted.set()
        assert told_to_stop.wait(10)

    one = replace(action("a", works), stop=lambda run: told_to_stop.set())
    monkeypatch.setattr(threading.Thread, "start", slowly)
    with pytest.raises(KeyboardInterrupt):
        carry_out(home, Plan((one,)), RUN, Watcher(), at_once=1)
    assert journal(home) == ["move a: begun", "move a: done"]


def test_with_an_objection_nothing_is_done_and_nothing_is_written(tmp_path: Path) -> None:
    home = Home(tmp_path)
    override = Override("override-licence", "a", "agreed", say("it would violate"))
    plan = Plan((action("a"),), (), (Objection(say("it is forbidden")),), (override,))
    with pytest.raises(UserError, match="it is forbidden") as stopped:
        carry_out(home, plan, RUN, Watcher())
    assert stopped.value.exit_code is Exit.RULE_BROKEN
    assert journal(home) == []


def test_an_override_is_in_the_journal_before_anything_is_begun(tmp_path: Path) -> None:
    home = Home(tmp_path)
    override = Override("override-licence", "a", "agreed by phone", say("it would violate"))
    carry_out(home, Plan((action("a"),), overrides=(override,)), RUN, Watcher())
    assert journal(home) == [
        "override-licence a: it would violate",
        "move a: begun",
        "move a: done",
    ]
    assert entries(home.journal)[0]["reason"] == "agreed by phone"


def test_what_somebody_else_changes_is_not_begun_and_he_is_named(tmp_path: Path) -> None:
    home = Home(tmp_path)
    other = Holder("run-0", 4711, "ctl-1", "suzuki", "2026-11-26 08:00:00+00:00")
    with locked(home, "a.lock", other):
        [failure] = carry_out(home, Plan((action("a"), action("b"))), RUN, Watcher())
    assert str(failure.why) == (
        "a.lock is being changed by suzuki (process 4711 on ctl-1) since "
        "2026-11-26 08:00:00+00:00; wait for it to end"
    )
    assert journal(home) == ["move b: begun", "move b: done"]


KILLED = """
import os, signal, sys
from pathlib import Path
from core.home import Home
from core.plan import Plan
from core.run import Watcher, carry_out
from tests.unit.core.test_run import RUN, action

dies = action("a", lambda: os.kill(os.getpid(), signal.SIGKILL))
carry_out(Home(Path(sys.argv[1])), Plan((dies,)), RUN, Watcher())
"""


def test_the_end_of_a_killed_act_is_journalled_by_the_next_that_takes_its_lock(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    dead = subprocess.run([sys.executable, "-c", KILLED, tmp_path], cwd=REPOSITORY, check=False)
    assert dead.returncode == -signal.SIGKILL
    assert journal(home) == ["move a: begun"]
    pid = json.loads((home.locks / "a.lock.lock").read_text("utf-8"))["pid"]

    assert carry_out(home, Plan((action("a"),)), RUN, Watcher()) == []
    ends = journal(home)
    assert ends[1].startswith(f"move a: failed: killed (process {pid} of ")
    assert ends[2:] == ["move a: begun", "move a: done"]


def test_one_that_was_killed_when_it_had_ended_gets_no_second_end(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for outcome in ("begun", "done"):
        append(home.journal, Entry(NOW, "sato", "move", "a", "", outcome))
    home.locks.mkdir()
    note = {"run": "run-0", "pid": 1, "host": "ctl-1", "user": "sato", "since": "then"}
    text = json.dumps({**note, "act": "move", "subject": "a"})
    (home.locks / "a.lock.lock").write_text(text, "utf-8")
    carry_out(home, Plan((action("a"),)), RUN, Watcher())
    assert journal(home) == ["move a: begun", "move a: done", "move a: begun", "move a: done"]


def test_an_act_learns_of_the_killed_run_and_one_that_mends_takes_its_note_away(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    home.locks.mkdir()
    note = {"run": "run-0", "pid": 1, "host": "ctl-1", "user": "sato", "since": "then"}
    (home.locks / "hita.primary.lock").write_text(json.dumps(note), "utf-8")
    heard: list[str | None] = []

    def one(mends: bool) -> Plan:
        does = say("it is done")
        return Plan(
            (
                Action(
                    "up",
                    "hita",
                    does,
                    does,
                    lambda turn: heard.append(turn.killed),
                    say("nobody can"),
                    ("hita.primary",),
                    mends=mends,
                ),
            )
        )

    for mends in (False, True, True):
        carry_out(home, one(mends), RUN, Watcher())
    assert heard == ["run-0", "run-0", None]


def test_what_was_done_is_looked_at_and_a_world_that_differs_is_a_failure(tmp_path: Path) -> None:
    home = Home(tmp_path)

    def differs() -> None:
        raise UserError(say("it is elsewhere"), Exit.WORLD_DIFFERS)

    moved = Action(
        "move",
        "a",
        say("a"),
        say("a goes"),
        lambda turn: None,
        say("nobody can"),
        ("a",),
        verify=differs,
    )
    [failure] = carry_out(home, Plan((moved,)), RUN, Watcher())
    assert (str(failure.why), failure.exit_code) == ("it is elsewhere", Exit.WORLD_DIFFERS)
    assert journal(home) == ["move a: begun", "move a: done"]


def test_a_full_disk_is_one_acts_failure(tmp_path: Path) -> None:
    home = Home(tmp_path)

    def full() -> None:
        raise OSError(28, "No space left on device", "/data/log")

    [failure] = carry_out(home, Plan((action("a", full), action("b"))), RUN, Watcher())
    assert str(failure.why).startswith("/data/log could not be written: No space left on device")
    assert journal(home)[-1] == "move b: done"
