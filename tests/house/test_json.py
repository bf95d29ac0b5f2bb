"""Whatever a command lists or shows, it also tells to a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from cli.main import app

SHOWING = {"list", "show", "status", "rules", "log", "check", "doctor", "picture", "verify"}
SHOWING |= {"plan", "report", "position", "outlook", "explain", "who", "diff", "compare"}
SPOKEN = {"kumiai runbook plan"}
"""A procedure read out step by step, with what each act would do: sentences, and no rows."""


def verbs(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", {})
    if not children:
        yield path, command
    for name, child in children.items():
        yield from verbs(child, f"{path} {name}")


def test_what_is_listed_or_shown_is_told_as_json_too() -> None:
    silent = [
        path
        for path, verb in verbs(typer.main.get_command(app), "kumiai")
        if path.rpartition(" ")[2] in SHOWING
        if not any("--json" in one.opts for one in verb.params)
    ]
    assert silent == sorted(SPOKEN)
