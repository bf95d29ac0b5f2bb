"""What the shell completes: names that the files hold, for what was begun to be typed. Adapter.

Whatever cannot be read completes nothing: nobody is told of a broken file between two keystrokes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.home import Home
from tenants.definitions import MEMBERS_FOLDER, SITES_FOLDER

if TYPE_CHECKING:
    from tenants.site import Site


def members(incomplete: str) -> list[str]:
    return _files(MEMBERS_FOLDER, incomplete)


def sites(incomplete: str) -> list[str]:
    return _files(SITES_FOLDER, incomplete)


def procedures(incomplete: str) -> list[str]:
    from runbooks.store import FOLDER

    return _files(FOLDER, incomplete)


def rules(incomplete: str) -> list[str]:
    from licensing.papers.licences import RULES_FOLDER

    return _files(RULES_FOLDER, incomplete)


def persons(incomplete: str) -> list[str]:
    from monitoring.access.staff import OPERATORS_FOLDER

    return _files(OPERATORS_FOLDER, incomplete)


def hosts(incomplete: str) -> list[str]:
    return _beginning({host for site in _sites() for host in site.hosts}, incomplete)


def flavors(incomplete: str) -> list[str]:
    return _beginning({flavor for site in _sites() for flavor in site.flavors}, incomplete)


def products(incomplete: str) -> list[str]:
    from tenants.catalogue_model import Catalogue
    from tenants.definitions import CATALOGUE_FILE
    from tenants.store import read_file

    catalogue, _ = read_file(_root(), CATALOGUE_FILE, Catalogue)
    return _beginning(catalogue.value.software if catalogue else (), incomplete)


def servers(incomplete: str) -> list[str]:
    """Those of the files, at every site where the municipality stands."""
    from blueprint.member import blueprint_of
    from tenants.store import read_definitions

    found, _ = read_definitions(_root())
    if found is None:
        return []
    begun = [
        member
        for slug, member in found.present_members().items()
        if slug.startswith(incomplete[: len(slug)])
    ]
    drawn = (blueprint_of(found, one.slug, site) for one in begun for site in found.sites_of(one))
    return _beginning({server.name for one in drawn for server in one.servers}, incomplete)


def _root() -> Path:
    return Home.of(os.environ).definitions


def _files(folder: Path, incomplete: str) -> list[str]:
    """Their names, unread."""
    return sorted(file.stem for file in (_root() / folder).glob(f"{incomplete}*.yaml"))


def _sites() -> list[Site]:
    """Alone: reading all municipalities for a host's name would take a second of a nation's."""
    from tenants.site import Site
    from tenants.store import read_folder

    found, _ = read_folder(_root(), SITES_FOLDER, Site)
    return [read.value for read in found.values()]


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    return sorted(name for name in names if name.startswith(incomplete))
