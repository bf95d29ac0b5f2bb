"""No secret is made anew where something stands that was made with it."""

from __future__ import annotations

from pathlib import Path

from core.message import Message
from infra.engine.resources import State, state_of
from infra.stacks.secrets import (
    key_refused,
    login_refused,
    passphrase_refused,
    public_keys_in,
)

KEYPAIR = "openstack:compute/keypair:Keypair"
USER = "openstack:identity/user:User"
FILE = Path("/var/credentials/usuki.key")
ONE, OTHER = "ssh-ed25519 AAAAone usuki", "ssh-ed25519 AAAAother usuki"


def raw(type_: str, **inputs: str) -> dict[str, object]:
    return {"urn": "urn:pulumi:a::b::c::name", "type": type_, "inputs": inputs}


def begins(why: Message | None) -> str:
    return str(why).split(",")[0]


def test_keys_that_stand_are_those_in_the_cloud_and_those_on_the_way() -> None:
    state = state_of(
        {
            "resources": [raw(KEYPAIR, publicKey=ONE), raw(USER, name="usuki")],
            "pending_operations": [
                {"type": "creating", "resource": raw(KEYPAIR, publicKey=OTHER)},
            ],
        }
    )
    assert public_keys_in(state) == {ONE, OTHER}


def test_where_nothing_stands_a_key_may_be_made() -> None:
    assert key_refused(FILE, None, set()) is None
    assert key_refused(FILE, ONE, set()) is None


def test_the_same_key_with_another_comment_is_the_same_key() -> None:
    assert key_refused(FILE, ONE, {"ssh-ed25519 AAAAone sato@machine"}) is None


def test_a_lost_private_half_is_restored_and_never_made_anew() -> None:
    assert str(key_refused(FILE, None, {ONE})) == (
        "/var/credentials/usuki.key is missing, the private key of servers that stand; restore it "
        "from your backup or copy it from the machine that built them, since a new key would "
        "replace the servers"
    )


def test_another_key_than_the_servers_have_is_refused() -> None:
    assert begins(key_refused(FILE, OTHER, {ONE})) == (
        "/var/credentials/usuki.key is not the private key of the servers that stand; restore the "
        "right one from your backup or copy it from the machine that built them"
    )
    assert key_refused(FILE, ONE, {ONE, OTHER}) is not None


def test_a_user_that_stands_keeps_its_password() -> None:
    file = Path("/var/credentials/usuki.primary.yaml")
    stands = state_of({"resources": [raw(USER, name="usuki")]})
    assert login_refused(file, True, stands) is None
    assert login_refused(file, False, State((), ())) is None
    assert begins(login_refused(file, False, stands)) == (
        "/var/credentials/usuki.primary.yaml is missing or cannot be read"
    )


def test_another_passphrase_names_the_file_and_the_stack() -> None:
    assert str(passphrase_refused(Path("/var/passphrase"), "usuki.primary")) == (
        "/var/passphrase is not the passphrase that usuki.primary was sealed with; restore it from "
        "your backup or copy it from the machine that built the stack"
    )
