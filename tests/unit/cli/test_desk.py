"""A person at a terminal answers what a step asks, or lets the run go."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from cli.runbook.desk import TerminalDesk
from cli.session import Session
from core.home import REPOSITORY
from core.language import Language
from runbooks.procedure import Step
from runbooks.store import read_procedures

MOMENT = 0.0005
"""Minutes; a step has whole ones."""


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """What is written to it the person has typed."""
    typed, terminal = os.openpty()
    with os.fdopen(terminal, "r") as screen:
        monkeypatch.setattr("sys.stdin", screen)
        yield typed
    os.close(typed)


@pytest.fixture
def step() -> Step:
    """Of maintenance: whether it was begun, and for how many minutes."""
    procedures, _ = read_procedures(REPOSITORY)
    steps = procedures["host-maintenance"].value.steps.values()
    found = next(one for one in steps if {"started", "minutes"} <= one.answers.keys())
    return found.model_copy(update={"limit_minutes": MOMENT})


def asked(step: Step) -> object:
    return TerminalDesk(Session.start(Language.EN), {}).answers("work", step)


def test_what_is_no_answer_is_asked_for_again(
    keyboard: int, step: Step, capsys: pytest.CaptureFixture[str]
) -> None:
    os.write(keyboard, b"no\nyes\n30\n")
    assert asked(step) == {"started": "yes", "minutes": "30"}
    assert "started: only yes lets it go on, got 'no'" in capsys.readouterr().out


def test_whoever_does_not_answer_lets_the_run_go(
    keyboard: int, step: Step, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(step) is None
    assert "the run is let go" in capsys.readouterr().out


def test_whoever_ends_the_input_lets_the_run_go(keyboard: int, step: Step) -> None:
    os.write(keyboard, b"\x04")
    assert asked(step) is None
