"""The passphrase with which Pulumi seals what a state must not show. Adapter."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from core.errors import Exit, UserError
from core.files import locked, write_private
from core.home import Home
from core.message import say


def ensure_passphrase(home: Home, stacks: Callable[[], Sequence[str]]) -> None:
    """Make the file on the first call; it is 0600 from its first byte.

    `stacks` tells what was sealed already, here or where the state is kept.

    Raises: UserError where it is gone although there are stacks that were sealed with it.
    """
    if home.passphrase_file.exists():
        return
    with locked(home.credentials_lock):
        if home.passphrase_file.exists():
            return
        if stacks():
            raise UserError(
                say(
                    "{file} is missing, and stacks exist that were sealed with it; restore it from "
                    "your backup or copy it from the machine that built them",
                    file=home.passphrase_file,
                ),
                Exit.RULE_BROKEN,
            )
        write_private(home.passphrase_file, secrets.token_urlsafe(32))


def sealed_here(home: Home) -> list[str]:
    """The stacks whose state is kept in this home."""
    return sorted(file.stem for file in home.state.glob(".pulumi/stacks/*/*.json"))
