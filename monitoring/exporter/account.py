"""The user by which the exporter looks at a site: a role of its own, and nothing else. Adapter:
Keystone, files.

What the role may is said by each service's policy.yaml (`monitoring/policies`): by OpenStack's own
rules it may nothing.
"""

from __future__ import annotations

from pathlib import Path

from blueprint.accounts import WATCHER
from cloud.asked import asked
from cloud.connection import connected
from cloud.credentials import credential_file, read_credential
from cloud.logins import CloudEntry, entry_of, site_entry
from cloud.service_users import ensure_password, prepare_password
from core.home import Home
from tenants.site import Site


def ensure_watcher(home: Home, site: Site) -> None:
    """Role, project and user are there, and this machine has the password.

    Raises: UserError where clouds.yaml has no administrator of the site, or Keystone refuses.
    """
    file = _file(home, site.name)
    prepare_password(home, file, site, WATCHER, WATCHER)
    identity = connected(site_entry(home, site)).identity
    with asked(site.name, "Keystone"):
        role = identity.find_role(WATCHER) or identity.create_role(name=WATCHER)
        project = identity.find_project(WATCHER) or identity.create_project(
            name=WATCHER, domain_id="default"
        )
        user = identity.find_user(WATCHER) or identity.create_user(
            name=WATCHER, domain_id="default"
        )
        identity.assign_project_role_to_user(project, user, role)
    ensure_password(home, file, site, user.id)


def watcher_entry(home: Home, site: str) -> CloudEntry | None:
    """Its login; None where it was never made."""
    login = read_credential(_file(home, site))
    return None if login is None or login.is_prepared else entry_of(login, WATCHER)


def _file(home: Home, site: str) -> Path:
    return credential_file(home, f"{WATCHER}.{site}")
