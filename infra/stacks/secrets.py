"""No secret is made anew where something stands that was made with it. Pure.

A lost key pair would replace the key in the cloud and every server that names it, a lost password
would shut out whoever logs in with it, another passphrase would seal new stacks beside the old
ones. What is lost is restored from a backup, or copied from the machine that made it.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from core.message import Message, say
from infra.engine.resources import State
from infra.kinds import KEYPAIR, USER


def public_keys_in(state: State) -> frozenset[str]:
    """The public keys that open the member's servers, those included that were being put there."""
    under_way = (pending.resource for pending in state.pending)
    return frozenset(
        str(one.inputs.get("publicKey") or one.outputs.get("publicKey") or "")
        for one in (*state.resources, *under_way)
        if one.type == KEYPAIR.token
    )


def key_refused(file: Path, held: str | None, standing: Collection[str]) -> Message | None:
    """Why a member's stacks may not be begun with the key that is held; None where they may.

    `held` is its public half, None where there is no private one; `standing` those in the cloud.
    """
    if all(held is not None and _key(held) == _key(key) for key in standing):
        return None
    if held is None:
        return say(
            "{file} is missing, the private key of servers that stand; restore it from your "
            "backup or copy it from the machine that built them, since a new key would replace "
            "the servers",
            file=file,
        )
    return say(
        "{file} is not the private key of the servers that stand; restore the right one from your "
        "backup or copy it from the machine that built them, since another key would replace the "
        "servers",
        file=file,
    )


def _key(line: str) -> list[str]:
    """Without the comment, which opens nothing."""
    return line.split()[:2]


def login_refused(file: Path, held: bool, state: State) -> Message | None:
    """Why a stack may not be begun whose user stands while nobody here knows its password."""
    if held or not any(one.type == USER.token for one in state.resources):
        return None
    return say(
        "{file} is missing or cannot be read, the password of a user that stands; restore it from "
        "your backup or copy it from the machine that built the site, since a new password would "
        "shut out whoever uses the old one",
        file=file,
    )


def passphrase_refused(file: Path, stack: str) -> Message:
    """Why nothing may be sealed with a passphrase that does not open `stack`."""
    return say(
        "{file} is not the passphrase that {stack} was sealed with; restore it from your backup or "
        "copy it from the machine that built the stack",
        file=file,
        stack=stack,
    )
