"""Whoever acts says why, and is told so before anything is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from cli.main import app

COMMANDS: Any = typer.main.get_command(app)


def acting(command: Any, path: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Every act that stands in the journal, with a word for whatever it has to be told."""
    for name, child in getattr(command, "commands", {}).items():
        yield from acting(child, (*path, name))
    if {"execute", "reason"} <= {one.name for one in command.params}:
        needed = [one for one in command.params if one.required]
        told = [(one.opts if one.param_type_name == "option" else []) + ["a"] for one in needed]
        yield [*path, *(word for words in told for word in words)]


def test_there_are_acts() -> None:
    assert ["up"] in list(acting(COMMANDS))
    assert ["server", "migrate", "a", "a"] in list(acting(COMMANDS))


@pytest.mark.parametrize("words", list(acting(COMMANDS)), ids=" ".join)
@pytest.mark.parametrize("reason", [(), ("--reason", " ")], ids=["none", "blank"])
def test_an_act_without_its_reason_is_refused_at_once(
    words: list[str], reason: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        COMMANDS.main(["--lang", "en", *words, "--execute", *reason])
    assert ended.value.code == 2
    assert capsys.readouterr() == (
        "",
        '--execute needs --reason "…": the journal keeps why it was done\n',
    )
