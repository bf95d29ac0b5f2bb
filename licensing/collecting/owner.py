"""Whose a server is and what it runs, by its project and its name. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint.naming import Role, read_server, role_of
from tenants.definitions import Definitions


def owner_and_role(
    name: str, project: str, projects: Mapping[str, str], definitions: Definitions
) -> tuple[str, Role]:
    """Whose the server of that name is, and its role; empty where nobody can tell.

    It is its project's: `projects` are the names of all of them by their ids. One whose project is
    gone is the member's that its name begins with. The name is read against every project and
    member: what somebody builds by hand in a wrong project runs its products all the same.
    """
    catalogue = definitions.catalogue.value
    owners = [projects[project]] if project in projects else []
    owners += [*projects.values(), *definitions.slugs]
    if project in projects:
        owner = projects[project]
    else:
        read = read_server(name, definitions.slugs, catalogue)
        owner = "" if read is None else read.member
    return owner, role_of(name, owners, catalogue)
