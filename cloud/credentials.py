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
    """Empty while the password is prepared and its user is still to be made."""

    @property
    def is_prepared(self) -> bool:
        return not self.user_id

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

    Raises: UserError where the site was not built yet, or the password was never set.
    """
    login = read_credential(provisioner_file(home, site.name))
    if login is not None and login.is_prepared:
        raise UserError(
            say(
                "the password of {user} at {site} was made and never set, since what did so was "
                "stopped half-way; where the site stands, `kumiai credential rotate {site}` sets "
                "it, and `kumiai up --site {site}` where it is still to be built",
                user=login.username,
                site=site.name,
            )
        )
    if login is None:
        raise UserError(
            say(
                "the site {site} was not built yet, or from another machine; "
                "run `kumiai up --site {site}` first",
                site=site.name,
            )
        )
    return login


def ensure_sync_key(home: Home, member: str, standing: str | None) -> str:
    """The key that both sites' backup containers share; made where there is none yet.

    Where the file is lost, the key that stands at a container is taken over and none is made.
    """
    file = home.credentials / f"{member}.sync"
    with locked(home.credentials_lock):
        if not file.exists():
            write_private(file, standing or secrets.token_urlsafe(PASSWORD_BYTES))
        return file.read_text(encoding="ascii").strip()


def renew_sync_key(home: Home, member: str) -> str:
    """Another key than the one that both sites know; whoever has the old one is refused."""
    key = new_password()
    with locked(home.credentials_lock):
        write_private(home.credentials / f"{member}.sync", key)
    return key


def ensure_database_password(home: Home, member: str) -> Path:
    """The file with the password of a member's application in its database; made if need be."""
    file = home.credentials / f"{member}.database"
    with locked(home.credentials_lock):
        if not file.exists():
            write_private(file, new_password())
    return file


def remove_credentials(home: Home, member: str, site: str) -> None:
    """The member's login at a site is forgotten; with the last site its keys are as well."""
    credential_file(home, stack_name(member, site)).unlink(missing_ok=True)
    if not list(home.credentials.glob(f"{member}.*.yaml")):
        for suffix in ("key", "key.pub", "sync", "database"):
            (home.credentials / f"{member}.{suffix}").unlink(missing_ok=True)
