"""Who may read copies at their source, and who may add to the vault. Adapter: Keystone, Swift.

Every step looks first, so that it may be done again at any time. A login's file is written before
its user is made (`cloud/service_users.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from blueprint.accounts import (
    BACKUP_READER,
    PROOF,
    PROVISIONER,
    READER_ROLE,
    VAULT,
    VAULT_WRITER,
    WITNESS,
)
from cloud.credentials import Credential, credential_file, read_credential
from cloud.logins import CloudEntry, entry_of, site_entry
from cloud.service_users import ensure_password, prepare_password
from core.errors import Exit, OtherSystemFailed, UserError
from core.home import Home
from core.message import say
from recovery.services import CINDER, KEYSTONE, SWIFT, Services
from tenants.site import Site

MEMBER, ADMIN = "member", "admin"
WITHOUT_LIMIT = -1


def ensure_reader(home: Home, site: Site, projects: Collection[str]) -> list[str]:
    """At a source: one user who may look at these projects and change nothing.

    Returns those that are not there: whoever is not built yet keeps nobody else waiting.
    """
    admin = Services(site_entry(home, site), site.name)
    file = credential_file(home, f"{BACKUP_READER}.{site.name}")
    user = _ensure_user(home, admin, file, site, BACKUP_READER, "")
    missing = []
    for name in sorted(projects):
        project = _project_if_any(admin, name)
        if project is None:
            missing.append(name)
        else:
            _grant(admin, project, user, READER_ROLE)
    return missing


def ensure_vault(home: Home, site: Site, members: Collection[str]) -> None:
    """At the site that holds copies: a container per member that only grows, one that witnesses
    journals, and who may add."""
    admin = Services(site_entry(home, site), site.name)
    vault, proof = (_ensure_project(admin, name) for name in (VAULT, PROOF))
    file = credential_file(home, f"{VAULT_WRITER}.{site.name}")
    writer = _ensure_user(home, admin, file, site, VAULT_WRITER, VAULT)
    # Old versions are shown to a role alone; what a container lets somebody do reaches the newest.
    _grant(admin, vault, writer, READER_ROLE)
    provisioner = _user(admin, PROVISIONER)
    if provisioner is None:
        raise UserError(
            say(
                "the site {site} was not built yet, or from another machine; "
                "run `kumiai up --site {site}` first",
                site=site.name,
            )
        )
    _grant(admin, proof, provisioner, MEMBER)
    # Whoever holds the role `admin` anywhere is administrator everywhere, as this one is already.
    _grant(admin, proof, admin.user, ADMIN)
    limits = dict.fromkeys(
        ("volumes", "gigabytes", "snapshots", "backups", "backup_gigabytes"), WITHOUT_LIMIT
    )
    admin.answer(CINDER, "PUT", f"/os-quota-sets/{proof}", json={"quota_set": limits})
    with _role_for_a_while(home, admin, site, VAULT, vault, MEMBER) as owner:
        for name in (*sorted(members), WITNESS):
            _ensure_container(owner, name, f"{vault}:{writer}")


@contextmanager
def vault_owner(home: Home, site: Site) -> Iterator[Services]:
    """Whoever may take versions away, for as long as this takes: the site's administrator.

    Raises: UserError where this machine has no such login; OtherSystemFailed.
    """
    admin = Services(site_entry(home, site), site.name)
    project = _project(admin, VAULT)
    with _role_for_a_while(home, admin, site, VAULT, project, MEMBER) as owner:
        yield owner


def reader_entry(home: Home, site: Site, member: str) -> CloudEntry:
    """The reader's login to a member's project. Raises: UserError where there is none."""
    return entry_of(_login(home, BACKUP_READER, site.name), member)


def writer_entry(home: Home, site: Site) -> CloudEntry:
    """The vault writer's login. Raises: UserError where there is none."""
    return entry_of(_login(home, VAULT_WRITER, site.name), VAULT)


def holds_copies(home: Home, site: Site) -> bool:
    """Whether copies are held at the site, as far as this machine was told."""
    return read_credential(credential_file(home, f"{VAULT_WRITER}.{site.name}")) is not None


def proof_entries(home: Home, site: Site, provisioner: Credential) -> tuple[CloudEntry, CloudEntry]:
    """Two logins to the project for trials: who restores, and who may import records."""
    entry = site_entry(home, site)
    own = {**entry, "auth": {**entry["auth"], "project_name": PROOF}}
    return entry_of(provisioner, PROOF), own


def _login(home: Home, user: str, site: str) -> Credential:
    found = read_credential(credential_file(home, f"{user}.{site}"))
    if found is None or found.is_prepared:
        raise UserError(
            say(
                "{user} has no login to {site} on this machine; run `kumiai backup set-up` first",
                user=user,
                site=site,
            ),
            Exit.RULE_BROKEN,
        )
    return found


def _ensure_container(owner: Services, name: str, writer: str) -> None:
    headers = {"X-Versions-Enabled": "true", "X-Container-Write": writer}
    owner.answer(SWIFT, "PUT", f"/{quote(name)}", headers=headers)


@contextmanager
def administrator_in(home: Home, site: Site, project: str) -> Iterator[Services]:
    """The site's administrator in this project, which alone may import records, and for as long as
    this takes. Raises: OtherSystemFailed where there is no such project."""
    admin = Services(site_entry(home, site), site.name)
    with _role_for_a_while(home, admin, site, project, _project(admin, project), ADMIN) as found:
        yield found


@contextmanager
def _role_for_a_while(
    home: Home, admin: Services, site: Site, name: str, project: str, role: str
) -> Iterator[Services]:
    """The administrator has a role in the project for as long as this takes, and not longer."""
    path = f"/projects/{project}/users/{admin.user}/roles/{_role(admin, role)}"
    admin.answer(KEYSTONE, "PUT", path)
    try:
        entry = site_entry(home, site)
        yield Services({**entry, "auth": {**entry["auth"], "project_name": name}}, site.name)
    finally:
        admin.gone(KEYSTONE, path)


def _ensure_project(admin: Services, name: str) -> str:
    found = _project_if_any(admin, name)
    if found is not None:
        return found
    asked = {"project": {"name": name, "domain_id": "default"}}
    return str(admin.answer(KEYSTONE, "POST", "/projects", json=asked).json()["project"]["id"])


def _project(admin: Services, name: str) -> str:
    found = _project_if_any(admin, name)
    if found is None:
        raise OtherSystemFailed(
            say(
                "site {site} has no project {project}; run `kumiai up` first",
                site=admin.site,
                project=name,
            )
        )
    return found


def _project_if_any(admin: Services, name: str) -> str | None:
    rows = admin.rows(KEYSTONE, f"/projects?name={quote(name)}", "projects")
    return str(rows[0]["id"]) if rows else None


def _ensure_user(
    home: Home, admin: Services, file: Path, site: Site, name: str, project: str
) -> str:
    """The id of the user, who has the password in `file`."""
    prepare_password(home, file, site, name, project)
    user = _user(admin, name)
    if user is None:
        asked: dict[str, Any] = {"user": {"name": name, "domain_id": "default"}}
        user = str(admin.answer(KEYSTONE, "POST", "/users", json=asked).json()["user"]["id"])
    ensure_password(home, file, site, user)
    return user


def _user(admin: Services, name: str) -> str | None:
    rows = admin.rows(KEYSTONE, f"/users?name={quote(name)}", "users")
    return str(rows[0]["id"]) if rows else None


def _role(admin: Services, name: str) -> str:
    return str(admin.rows(KEYSTONE, f"/roles?name={quote(name)}", "roles")[0]["id"])


def _grant(admin: Services, project: str, user: str, role: str) -> None:
    path = f"/projects/{project}/users/{user}/roles/{_role(admin, role)}"
    admin.answer(KEYSTONE, "PUT", path)
