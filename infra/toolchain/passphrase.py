"""The passphrase with which Pulumi seals what a state must not show. Adapter."""

from __future__ import annotations

import secrets

from core.errors import UserError
from core.files import write_private
from core.home import Home
from core.message import say


def ensure_passphrase(home: Home) -> None:
    """Make the file on the first call; it is 0600 from its first byte.

    Raises: UserError where it is gone although there are stacks that were sealed with it.
    """
    if home.passphrase_file.exists():
        return
    if any(home.state.glob(".pulumi/stacks/*/*.json")):
        raise UserError(
            say(
                "{file} is missing, and the stacks of this home were sealed with it; "
                "restore it from where it is kept",
                file=home.passphrase_file,
            )
        )
    write_private(home.passphrase_file, secrets.token_urlsafe(32))
