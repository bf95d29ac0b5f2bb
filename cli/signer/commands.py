"""`kumiai signer …`: who signs for the consortium, and this machine's own key. Adapter."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import AsJson
from cli.session import Session
from cli.tree import Commands
from core.errors import UserError
from core.message import say

signer = Commands("Who signs for the consortium: what is sealed is believed by these keys alone.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(signer, name="signer")


@signer.command()
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Who signs on this machine, as in hita-operator.")],
) -> None:
    """Make this machine's signing key, and add its public half to `tenants/allowed_signers`.

    The private half stays on this machine, readable for its owner alone; a key that is there
    already is kept. The line counts once it is merged.

    $ kumiai signer new hita-operator
    """
    from core.signing import is_name
    from core.signing_key import (
        ALLOWED_SIGNERS,
        add_signer,
        allowed_signers,
        make_signing_key,
        own_signer,
    )

    session: Session = context.obj
    file = session.home.definitions / ALLOWED_SIGNERS
    if not is_name(name):
        raise UserError(
            say(
                "{name} cannot be a signer's name; write small letters, digits and hyphens, "
                "as in hita-operator",
                name=name,
            )
        )
    known = allowed_signers(session.home.definitions)
    make_signing_key(session.home)
    mine = own_signer(session.home, name)
    same = next((one for one in known if one.public_key == mine.public_key), None)
    if same is not None:
        session.say(say("{file} has this machine's key: {line}", file=file, line=same.line))
        return
    if any(one.name == name for one in known):
        raise UserError(
            say("{name} signs with another key already; choose another name", name=name)
        )
    add_signer(session.home.definitions, mine)
    session.say(say("{line} is added to {file}; commit it", line=mine.line, file=ALLOWED_SIGNERS))


@signer.command("list")
def list_signers(context: typer.Context, json: AsJson = False) -> None:
    """Whose signatures are believed, as `tenants/allowed_signers` has them.

    $ kumiai signer list
    """
    from core.signing_key import allowed_signers

    session: Session = context.obj
    signers = allowed_signers(session.home.definitions)
    if json:
        session.print_json([{"name": one.name, "line": one.line} for one in signers])
        return
    for one in signers:
        session.out.print(one.line, markup=False)
