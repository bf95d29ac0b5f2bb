"""Whose a server is and what it runs, by its project and its name. Pure.

A project is known by its id, as everywhere in kumiai: whatever somebody calls it, it stays whose it
was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from blueprint.naming import Role, code_in, read_server, role_of
from tenants.definitions import Definitions


@dataclass(frozen=True, slots=True)
class Project:
    """As Keystone tells it."""

    id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Owned:
    """A project's name now, and whose it is."""

    name: str
    owner: str


def owner_of(project: Project, known: str | None, definitions: Definitions) -> str:
    """Whose the project is: a member's, else its own.

    It is whose the ledger has known it to be, else that of the member whose code kumiai wrote into
    its description, else that of the member who is called so. A member that no file has any more
    comes last.
    """
    code = code_in(project.description)
    told = [slug for slug, read in definitions.members.items() if read.value.code == code]
    for one in (known, *told, project.name):
        if one is not None and one in definitions.slugs:
            return one
    return known or project.name


def owner_and_role(
    name: str, project: str, projects: Mapping[str, Owned], definitions: Definitions
) -> tuple[str, Role]:
    """Whose the server of that name is, and its role; empty where nobody can tell.

    It is whose its project is: `projects` are all of them by their ids. One whose project is gone
    is the member's that its name begins with. The name is read against every project and member:
    what somebody builds by hand in a wrong project runs its products all the same.
    """
    catalogue = definitions.catalogue.value
    owners = [projects[project].owner, projects[project].name] if project in projects else []
    owners += [name for one in projects.values() for name in (one.owner, one.name)]
    owners += definitions.slugs
    if project in projects:
        owner = projects[project].owner
    else:
        read = read_server(name, definitions.slugs, catalogue)
        owner = "" if read is None else read.member
    return owner, role_of(name, dict.fromkeys(owners), catalogue)
