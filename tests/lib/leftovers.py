"""What a site still knows of a project that is gone: asked by openstacksdk, service by service.

Nothing of kumiai's own looks is used here, so that a look that misses a kind is not believed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

RESELLER = "ResellerAdmin"
"""The role to which Swift shows every account. Source: swift/common/middleware/keystoneauth.py."""

LISTS: Mapping[str, tuple[str, ...]] = {
    "compute": ("/servers/detail?all_tenants=1", "/os-server-groups?all_projects=True"),
    "block-storage": tuple(
        f"/{kind}/detail?all_tenants=1" for kind in ("volumes", "snapshots", "backups")
    ),
    "network": tuple(
        f"/{kind}"
        for kind in (
            *("networks", "subnets", "routers", "ports", "security-groups"),
            *("security-group-rules", "floatingips", "quotas", "rbac-policies"),
        )
    ),
    "image": ("/v2/images?limit=1000", "/v2/images?os_hidden=true&limit=1000"),
    "identity": ("/projects", "/users", "/role_assignments", "/credentials"),
}
"""Every list of every service that an administrator is shown, unfiltered: Neutron makes a default
group for a project that it is asked about."""


def leftovers(administrator: Any, project: str, users: set[str], names: set[str]) -> list[str]:
    """Every row that names the project, one of its users, or something that was called so."""
    found = [
        f"{service} {path}: {json.dumps(row)}"
        for service, path, row in _rows(administrator)
        if project in json.dumps(row)
        or any(user in json.dumps(row) for user in users)
        or row.get("name") in names
    ]
    found += [
        f"key pair {key.name} of {user}"
        for user in users
        for key in administrator.compute.keypairs(user_id=user)
    ]
    return found + [f"container {name}" for name in _containers(administrator, project)]


def _rows(administrator: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for service, paths in LISTS.items():
        client = {
            "compute": administrator.compute,
            "block-storage": administrator.block_storage,
            "network": administrator.network,
            "image": administrator.image,
            "identity": administrator.identity,
        }[service]
        for path in paths:
            answer = client.get(path if service != "image" else path.removeprefix("/v2"))
            answer.raise_for_status()
            for rows in answer.json().values():
                if isinstance(rows, list):
                    yield from ((service, path, row) for row in rows if isinstance(row, dict))


def _containers(administrator: Any, project: str) -> list[str]:
    """Of the account, as whoever may look into every account."""
    identity = administrator.identity
    role = identity.find_role(RESELLER) or identity.create_role(name=RESELLER)
    user, own = administrator.current_user_id, administrator.current_project_id
    identity.assign_project_role_to_user(own, user, role)
    try:
        administrator.session.invalidate()
        url = administrator.object_store.get_endpoint().replace(own, project)
        answer = administrator.session.get(f"{url}?format=json", raise_exc=False)
        return [row["name"] for row in answer.json()] if answer.status_code == 200 else []
    finally:
        identity.unassign_project_role_from_user(own, user, role)
        administrator.session.invalidate()
