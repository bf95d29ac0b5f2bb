"""Who sits here: the person to whose file a key belongs that this user can sign with. Adapter."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import UserError
from core.files import write_private
from core.home import Home
from core.message import say

if TYPE_CHECKING:
    from monitoring.access.staff import Staff
    from runbooks.actions.logins import Own

OwnKey = Annotated[
    Path | None,
    typer.Option(
        "--key", help="Your private key; else what your agent and your folder .ssh hold is tried."
    ),
]

AGENT_SECONDS = 5


def own(home: Home, staff: Staff, key: Path | None) -> Own:
    """Raises: UserError where no key here is in any person's file."""
    from monitoring.access.staff import OPERATORS_FOLDER, signer_of
    from runbooks.actions.logins import Own

    found = _named(key) if key is not None else _tried(home)
    for text, file in found:
        try:
            signer = signer_of("key", text)
        except (ValueError, IndexError):
            continue
        person = staff.with_key(signer.public_key)
        if person is not None:
            return Own(person, " ".join(text.split()[:2]), file)
    raise UserError(
        say(
            "none of your keys is in a file of {folder}, so nobody knows who you are; name your "
            "key with --key, or have its .pub line added to your file",
            folder=OPERATORS_FOLDER,
        )
    )


def _named(key: Path) -> Iterator[tuple[str, Path]]:
    """Raises: UserError where there is no public half beside it."""
    public = key if key.suffix == ".pub" else key.with_name(f"{key.name}.pub")
    try:
        yield public.read_text(encoding="ascii"), key
    except (OSError, ValueError):
        raise UserError(
            say("{file} cannot be read; it is the public half of your key", file=public)
        ) from None


def _tried(home: Home) -> Iterator[tuple[str, Path]]:
    for public in sorted((Path.home() / ".ssh").glob("*.pub")):
        private = public.with_suffix("")
        try:
            yield public.read_text(encoding="ascii"), private if private.exists() else public
        except (OSError, ValueError):
            continue
    program = shutil.which("ssh-add")
    if program is None:
        return
    try:
        said = subprocess.run(
            [program, "-L"], capture_output=True, text=True, timeout=AGENT_SECONDS, check=False
        ).stdout
    except subprocess.TimeoutExpired:
        return
    for number, line in enumerate(said.splitlines(), start=1):
        # OpenSSH asks the agent for the private half of a public key in a file.
        file = home.access / "agent" / f"{number}.pub"
        write_private(file, f"{line}\n")
        yield line, file
