"""Which secrets a stack needs and nobody here has any more. Adapter: reads files and state."""

from __future__ import annotations

from collections.abc import Sequence

from blueprint.naming import stack_name
from blueprint.parts import Blueprint, SiteBlueprint
from cloud.credentials import credential_file, provisioner_file, read_credential
from cloud.keypairs import held_public_key, private_key_file
from core.errors import UserError
from core.home import Home
from core.message import Message
from infra.engine.resources import NOTHING
from infra.engine.seal import opens
from infra.engine.state import read_state
from infra.stacks.secrets import key_refused, login_refused, passphrase_refused, public_keys_in
from tenants.definitions import Definitions


def lost_secrets(
    home: Home, definitions: Definitions, subjects: Sequence[Blueprint | SiteBlueprint]
) -> list[Message]:
    """Why these stacks may not be begun, each reason once.

    Raises: OtherSystemFailed where a state cannot be read.
    """
    members = dict.fromkeys(one.member for one in subjects if isinstance(one, Blueprint))
    found = [
        *(lost_key(home, definitions, member) for member in members),
        *(_lost_login(home, subject) for subject in subjects),
    ]
    return [why for why in found if why is not None]


def lost_key(home: Home, definitions: Definitions, member: str) -> Message | None:
    """Asked of every site: wherever the member has servers, they are opened by the same key."""
    keys = {
        key
        for site in definitions.sites
        for key in public_keys_in(read_state(home, stack_name(member, site)) or NOTHING)
    }
    try:
        held = held_public_key(home, member)
    except UserError as unreadable:
        return unreadable.message
    return key_refused(private_key_file(home, member), held, keys)


def _lost_login(home: Home, subject: Blueprint | SiteBlueprint) -> Message | None:
    if isinstance(subject, Blueprint):
        file = credential_file(home, subject.stack)
    else:
        file = provisioner_file(home, subject.site)
    state = read_state(home, subject.stack) or NOTHING
    return login_refused(file, read_credential(file) is not None, state)


def wrong_passphrase(home: Home, stacks: Sequence[str]) -> Message | None:
    """Whether the first of these stacks that was sealed was sealed with another passphrase."""
    try:
        passphrase = home.passphrase_file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None  # whoever starts Pulumi is told
    for stack in stacks:
        state = read_state(home, stack)
        if state is not None and state.salt:
            right = opens(passphrase, state.salt)
            return None if right else passphrase_refused(home.passphrase_file, stack)
    return None
