"""What the shell completes: names that the files hold, for what was begun to be typed. Adapter.

Whatever cannot be read completes nothing: nobody is told of a broken file between two keystrokes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from core.home import Home
from tenants.definitions import MEMBERS_FOLDER, SITES_FOLDER, Definitions


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
    found = _definitions()
    sites = found.sites.values() if found else ()
    return _beginning({host for read in sites for host in read.value.hosts}, incomplete)


def flavors(incomplete: str) -> list[str]:
    found = _definitions()
    sites = found.sites.values() if found else ()
    return _beginning({flavor for read in sites for flavor in read.value.flavors}, incomplete)


def products(incomplete: str) -> list[str]:
    found = _definitions()
    return _beginning(found.catalogue.value.software if found else (), incomplete)


def servers(incomplete: str) -> list[str]:
    """Those of the files, at every site where the municipality stands."""
    from blueprint.member import blueprint_of

    found = _definitions()
    if found is None:
        return []
    begun = [
        member
        for slug, member in found.present_members().items()
        if slug.startswith(incomplete[: len(slug)])
    ]
    drawn = (blueprint_of(found, one.slug, site) for one in begun for site in found.sites_of(one))
    return _beginning({server.name for one in drawn for server in one.servers}, incomplete)


def _files(folder: Path, incomplete: str) -> list[str]:
    """Their names, unread."""
    files = (Home.of(os.environ).definitions / folder).glob(f"{incomplete}*.yaml")
    return sorted(file.stem for file in files)


def _definitions() -> Definitions | None:
    from tenants.store import read_definitions

    return read_definitions(Home.of(os.environ).definitions)[0]


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    return sorted(name for name in names if name.startswith(incomplete))
