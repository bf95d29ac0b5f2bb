"""What `--help` shows: usage, what the command does, examples, arguments and options.

Pure: makes what rich prints. The words are those of the docstrings and of the options, which are
also the keys of the Japanese catalogue.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Protocol

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from cli.columns import Meanings
from core.message import Translate, say

EXAMPLE = "$ kumiai "
"""A docstring's lines that begin so are examples, shown as they are."""

INDENT = (0, 0, 0, 2)


class Command(Protocol):
    """A command as typer's own copy of click has it; a group has `commands` as well."""

    help: str | None
    params: list[Any]


def help_of(path: str, command: Command, translate: Translate) -> RenderableType:
    """The whole help of the command that is called by the words `path`."""
    nouns: dict[str, Command] = getattr(command, "commands", {})
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and not one.hidden]
    commands = [
        (Text(name, "bold cyan"), _first_sentence(described(child), translate))
        for name, child in nouns.items()
    ]
    language_meaning = say("Language of messages; else the locale's.").text(translate)
    has_language = any("--lang" in one.opts for one in options)
    language = [] if has_language else [_row("--lang ja|en", language_meaning)]
    parts: list[RenderableType] = [Text(_usage(path, arguments, has_commands=bool(nouns)), "bold")]
    parts += [Text(f"\n{translate(paragraph)}") for paragraph in described(command)]
    parts += _section(say("Examples").text(translate), [Text(one) for one in examples(command)])
    parts += _section(
        say("Arguments").text(translate),
        _columns([_row(_name(one), _meaning(one, translate)) for one in arguments]),
    )
    parts += _section(say("Commands").text(translate), _columns(commands))
    parts += _section(
        say("Options").text(translate),
        _columns(
            [
                *(_row(_forms(one), _meaning(one, translate)) for one in options),
                *language,
                _row("-h, --help", say("Show this.").text(translate)),
            ]
        ),
    )
    return Group(*parts)


def described(command: Command) -> list[str]:
    """The paragraphs that say what the command does, each on one line."""
    return [" ".join(lines) for lines in _paragraphs(command) if not lines[0].startswith(EXAMPLE)]


def examples(command: Command) -> list[str]:
    """The command as it may be typed, each on one line."""
    found = [lines for lines in _paragraphs(command) if lines[0].startswith(EXAMPLE)]
    return [line for lines in found for line in lines]


def words_of(command: Command) -> Iterator[str]:
    """Whatever `--help` says of the command and of all below it, as the catalogue has it."""
    yield from described(command)
    yield from (one.help for one in command.params if getattr(one, "help", None))
    for child in getattr(command, "commands", {}).values():
        yield from words_of(child)


def _paragraphs(command: Command) -> list[list[str]]:
    lines = inspect.cleandoc(command.help or "").splitlines()
    return [list(part) for filled, part in groupby(lines, key=bool) if filled]


def _usage(path: str, arguments: Sequence[Any], *, has_commands: bool) -> str:
    words = [_placed(one) for one in arguments]
    return " ".join([path, *(["COMMAND"] if has_commands else []), *words, "[OPTIONS]"])


def _placed(argument: Any) -> str:
    shown = f"{_name(argument)}{'…' if argument.nargs == -1 else ''}"
    return shown if argument.required else f"[{shown}]"


def _name(argument: Any) -> str:
    return str(argument.name).upper()


def _forms(option: Any) -> str:
    forms = ", ".join([*option.opts, *option.secondary_opts])
    if option.is_flag:
        return forms
    choices = option.type_descriptor.choices
    value = "|".join(map(str, choices)) if choices else option.metavar or _name(option)
    return f"{forms} {value}"


def _meaning(parameter: Any, translate: Translate) -> str:
    meaning = translate(parameter.help) if parameter.help else ""
    if parameter.default in (None, "", False):
        return meaning
    usual = say("(without it: {default})", default=parameter.default).text(translate)
    return f"{meaning} {usual}"


def _first_sentence(paragraphs: Sequence[str], translate: Translate) -> str:
    text = translate(paragraphs[0]) if paragraphs else ""
    for end in ("。", ". "):
        if end in text:
            return text.partition(end)[0] + end.strip()
    return text


def _row(form: str, meaning: str) -> tuple[Text, str]:
    return Text(form, "cyan"), meaning


def _columns(rows: Sequence[tuple[Text, str]]) -> list[RenderableType]:
    return [Meanings(rows)] if rows else []


def _section(title: str, shown: Sequence[RenderableType]) -> list[RenderableType]:
    if not shown:
        return []
    return [Text(f"\n{title}", "bold"), *(Padding(one, INDENT) for one in shown)]
