"""A command that was typed wrongly, said in our words instead of click's. Adapter to typer."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError
from typer._click import Context
from typer._click import exceptions as click

from core.message import Message, say
from core.names import nearest
from core.wording import wordings


class WrongUse(click.UsageError):
    """A slip that we find ourselves, with its sentence."""

    def __init__(self, said: Message, context: Context) -> None:
        super().__init__(str(said), context)
        self.said = said


def no_such_command(word: str, known: list[str], context: Context) -> WrongUse:
    near = nearest(word, known)
    if near:
        return WrongUse(
            say("no command {word} is here; did you mean {near}?", word=word, near=near), context
        )
    return WrongUse(
        say("no command {word} is here; known are {known}", word=word, known=tuple(known)),
        context,
    )


def said(error: click.UsageError) -> Message:
    """What was typed wrongly, and what would be right."""
    if isinstance(error, WrongUse):
        return error.said
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error)
    if isinstance(error, click.BadOptionUsage):
        if error.message.endswith("does not take a value."):
            return say("{option} takes no value", option=error.option_name)
        return say("{option} needs a value behind it", option=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return say("{name} is missing", name=_shown(error.param))
    if isinstance(error, click.BadParameter) and isinstance(error.__cause__, ValidationError):
        return say(
            "{name}: {why}", name=_shown(error.param), why=_why(error.param, error.__cause__)
        )
    return say("{detail}", detail=error.format_message())


def _no_such_option(error: click.NoSuchOption) -> Message:
    # Without their dashes, which make any two options alike.
    named = {option.lstrip("-"): option for option in error.possibilities or ()}
    near = nearest(error.option_name.lstrip("-"), named)
    if near:
        return say(
            "no option {option} is here; did you mean {near}?",
            option=error.option_name,
            near=named[near],
        )
    return say("no option {option} is here", option=error.option_name)


def _why(parameter: Any, error: ValidationError) -> Message:
    first = error.errors()[0]
    choices = parameter.type_descriptor.choices
    if choices:
        return say(
            "must be {allowed}, got {got}",
            allowed=tuple(choices),
            got=repr(first["input"]),
        )
    if first["type"] == "int_parsing":
        # Files have no such mistake: a number in quotes is refused there for the quotes.
        return say("must be a whole number, got {got}", got=repr(first["input"]))
    return next(said for _, said in wordings(BaseModel, [first]))


def _shown(parameter: Any) -> str:
    """An option as it is typed, an argument as the help names it."""
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    return str(parameter.name).upper()
