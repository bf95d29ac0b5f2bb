"""`kumiai access authority …`: the keys that sign persons' certificates. Adapter."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import AsJson
from cli.session import Session
from cli.tree import Commands
from core.errors import UserError
from core.message import say

authority = Commands("The keys that sign persons' certificates.")


@authority.command()
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What the key is called, as in ca-2027.")],
) -> None:
    """Make a key that signs certificates, and add its public half to what servers are given.

    The private half stays on this machine, apart from all others and readable for its owner alone.
    It signs from now on, and is believed by servers that were configured since.

    $ kumiai access authority new ca-2027
    """
    from core.signing import is_name
    from monitoring.access.authority import TRUSTED, make_authority

    session: Session = context.obj
    if not is_name(name):
        raise UserError(
            say(
                "{name} cannot be a key's name; write small letters, digits and hyphens, as in "
                "ca-2027",
                name=name,
            )
        )
    line = make_authority(session.home, name)
    session.say(
        say(
            "{line} is added to {file}; commit it, and run `kumiai configure` so that servers "
            "believe it",
            line=line,
            file=TRUSTED,
        )
    )


@authority.command("list")
def list_authorities(context: typer.Context, json: AsJson = False) -> None:
    """Whose certificates servers are told to believe; the last one held here signs.

    $ kumiai access authority list
    """
    from monitoring.access.authority import trusted_lines

    session: Session = context.obj
    lines = trusted_lines(session.home.definitions)
    if json:
        session.print_json(lines)
        return
    for line in lines:
        session.out.print(line, markup=False)
    if not lines:
        session.say(say("no key is believed; make one with `kumiai access authority new`"))
