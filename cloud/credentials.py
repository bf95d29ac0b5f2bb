"""Passwords and keys that kumiai makes: files of 0600, never in Pulumi's state. Adapter."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import yaml

from blueprint.naming import stack_name
from core.errors import UserError
from core.files import locked, write_private
from core.home import Home
from core.message import say
from tenants.site import Site

PASSWORD_BYTES = 32


@dataclass(frozen=True, slots=True)
class Credential:
    """A login of one user at one site."""

    auth_url: str
    username: str
    password: str
    project_name: str
    user_domain_name: str
    project_domain_name: str
    region_name: str
    user_id: str

    def __repr__(self) -> str:
        return f"Credential({self.username} at {self.region_name})"


def credential_file(home: Home, name: str) -> Path:
    return home.credentials / f"{name}.yaml"


def provisioner_file(home: Home, site: str) -> Path:
    return credential_file(home, f"provisioner.{site}")


def read_credential(file: Path) -> Credential | None:
    """The login in `file`, or None where there is none that can be read as one."""
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        return Credential(**{field.name: str(data[field.name]) for field in fields(Credential)})
    except (FileNotFoundError, KeyError, TypeError, ValueError, yaml.YAMLError):
        return None


def write_credential(file: Path, login: Credential) -> None:
    write_private(file, yaml.safe_dump(asdict(login)))


def new_password() -> str:
    return secrets.token_urlsafe(PASSWORD_BYTES)


def provisioner_credential(home: Home, site: Site) -> Credential:
    """The provisioning user's login at a site.

    Raises: UserError where the site was not built yet.
    """
    login = read_credential(provisioner_file(home, site.name))
    if login is None:
        raise UserError(
            say(
                "the site {site} was not built yet, or from another machine; "
                "run `kumiai up --site {site}` first",
                site=site.name,
            )
        )
    return login


def ensure_keypair(home: Home, member: str) -> str:
    """The public key for a member's servers in OpenSSH's form; made where there is none yet.

    Both sites' stacks ask for it, often at the same moment, and both get the same one.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private, public = home.credentials / f"{member}.key", home.credentials / f"{member}.key.pub"
    with locked(home.credentials_lock):
        if private.exists() and public.exists():
            return public.read_text(encoding="ascii").strip()
        key = Ed25519PrivateKey.generate()
        text = key.public_key().public_bytes(
            serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
        )
        write_private(
            private,
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.OpenSSH,
                serialization.NoEncryption(),
            ),
        )
        # The public half last: nobody has been told of a key whose public half is not there.
        write_private(public, text + f" {member}\n".encode())
    return f"{text.decode()} {member}"


def ensure_sync_key(home: Home, member: str) -> str:
    """The key that both sites' backup containers share; made where there is none yet."""
    file = home.credentials / f"{member}.sync"
    with locked(home.credentials_lock):
        if not file.exists():
            write_private(file, secrets.token_urlsafe(PASSWORD_BYTES))
        return file.read_text(encoding="ascii").strip()


def remove_credentials(home: Home, member: str, site: str) -> None:
    """The member's login at a site is forgotten; with the last site its keys are as well."""
    credential_file(home, stack_name(member, site)).unlink(missing_ok=True)
    if not list(home.credentials.glob(f"{member}.*.yaml")):
        for suffix in ("key", "key.pub", "sync"):
            (home.credentials / f"{member}.{suffix}").unlink(missing_ok=True)
