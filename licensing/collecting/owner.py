"""Whose a server is and what it runs, by its project and its name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from blueprint.naming import Role, role_of
from tenants.catalogue_model import Catalogue


def owner_and_role(
    name: str, project: str, projects: Mapping[str, str], catalogue: Catalogue
) -> tuple[str, Role]:
    """The name of the project of that id, empty where it is gone, and the server's role.

    `projects` are the names of all projects by their ids. The server's name is read against every
    one: what somebody builds by hand in a wrong project runs its products all the same.
    """
    owner = projects.get(project, "")
    return owner, role_of(name, chain([owner], projects.values()), catalogue)
