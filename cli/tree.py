"""The tree of commands: a noun has verbs, and all of them are helped and refused in our words.

Adapter to typer. What is shown is made in `help.py`, what is said in `wrong_use.py`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

import typer
from typer._click import Context
from typer._click import exceptions as click
from typer.core import TyperCommand, TyperGroup

from cli.alive import until_first_word
from cli.help import Command, help_of
from cli.session import Session
from cli.wrong_use import WrongUse, no_such_command, said
from core.errors import Exit, UserError
from core.language import Language, language_of
from core.message import say

NAME = "kumiai"
LANGUAGE = "--lang"

Called = TypeVar("Called", bound=Callable[..., Any])


class Verb(TyperCommand):
    """A command that does something."""

    def get_help(self, ctx: Context) -> str:
        return _help(ctx)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not ctx.resilient_parsing:
            raise WrongUse(
                say("nothing is expected behind the others: {words}", words=" ".join(rest)), ctx
            )
        return rest

    def invoke(self, ctx: Context) -> Any:
        # Before anything is looked at, which takes a while.
        asked = ctx.params.get("execute") and "reason" in ctx.params
        if asked and not ctx.params["reason"].strip():
            raise UserError(say('--execute needs --reason "…": the journal keeps why it was done'))
        with until_first_word(session_of(ctx)):
            return super().invoke(ctx)


class Noun(TyperGroup):
    """A group of commands."""

    def get_help(self, ctx: Context) -> str:
        return _help(ctx)

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise no_such_command(args[0], list(self.commands), ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Context) -> Any:
        if not ctx._protected_args:
            raise click.NoArgsIsHelpError(ctx)
        return super().invoke(ctx)


class Door(Noun):
    """`kumiai` itself."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        return super().make_context(NAME, language_first(args), parent, **extra)

    def main(self, *words: Any, **extra: Any) -> NoReturn:
        """Raises: SystemExit, always."""
        try:
            ended = super().main(*words, **{**extra, "standalone_mode": False})
        except click.NoArgsIsHelpError as error:
            typer.echo(error.message)
            raise SystemExit(int(Exit.USAGE)) from None
        except click.UsageError as error:
            _refuse(error)
            raise SystemExit(int(Exit.USAGE)) from None
        raise SystemExit(ended if isinstance(ended, int) else int(Exit.DONE))


class Commands(typer.Typer):
    """Where verbs and nouns are added; each gets our own help."""

    def __init__(self, words: str = "", *, door: bool = False) -> None:
        super().__init__(
            cls=Door if door else Noun,
            help=words,
            no_args_is_help=True,
            add_completion=door,
            pretty_exceptions_enable=False,
            context_settings={"help_option_names": ["-h", "--help"]},
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Called], Called]:
        return super().command(name, cls=Verb, **settings)


def language_first(words: Sequence[str]) -> list[str]:
    """The words as typed, `--lang` before the command wherever it stood."""
    ends = list(words).index("--") if "--" in words else len(words)
    for at, word in enumerate(words[:ends]):
        if word.startswith(f"{LANGUAGE}="):
            return [word, *words[:at], *words[at + 1 :]]
        if word == LANGUAGE:
            return [*words[at : at + 2], *words[:at], *words[at + 2 :]]
    return list(words)


def session_of(context: Context | None) -> Session:
    """The call's session; where the words could not be read, one in the language among them."""
    begun = context.find_root().obj if context is not None else None
    if isinstance(begun, Session):
        return begun
    return Session.start(_typed(sys.argv[1:]) or language_of(os.environ))


def _typed(words: Sequence[str]) -> Language | None:
    """The language that is asked for in words of which others may be wrong."""
    first, *more = [*language_first(words), ""]
    found = more[0] if first == LANGUAGE and more else first.removeprefix(f"{LANGUAGE}=")
    return next((one for one in Language if one.value == found), None)


def _help(context: Context) -> str:
    session = session_of(context)
    command: Command = context.command
    return session.drawn(help_of(context.command_path, command, session.translate))


def _refuse(error: click.UsageError) -> None:
    session = session_of(error.ctx)
    path = error.ctx.command_path if error.ctx is not None else NAME
    session.complain(
        say("{command}: {what}", command=path, what=said(error)),
        say("see `{command} --help`", command=path),
    )
