"""The tables of all databases of a new site, made once and copied to every other site. Adapter.

They are most of what a new site takes, and versions alone decide what is in them. The image lies
beside OpenStack's environment, which the labs of a checkout share as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from core.files import locked
from lab.definition import Lab
from lab.golden import tar, versions
from lab.service import Service
from lab.sites import LabSite

DATABASES = "mysql"
"""MariaDB's folder below a site's data."""


def put_in_place(
    lab: Lab, site: LabSite, services: Sequence[Service], make: Callable[[], None]
) -> None:
    """MariaDB's folder with all tables: a copy, or what `make` makes of it, kept for the others.

    Nothing of the site runs, before and afterwards.
    """
    image = image_of(lab, site, services)
    # Whoever comes second waits: a copy is there sooner than tables of its own would be.
    with locked(image.with_name("lab-schemas.lock")):
        if not image.exists():
            make()
            _keep(site, image)
            return
        tar(site, "--extract", f"--file={image}", f"--directory={site.data}")


def image_of(lab: Lab, site: LabSite, services: Sequence[Service]) -> Path:
    """Other versions, or other steps, have other tables."""
    own = str(site.folder)
    steps = [
        (step.entry, [[word for word in call if not word.startswith(own)] for call in step.calls])
        for service in services
        for step in service.schemas
    ]
    digest = hashlib.sha256(repr((versions(), steps)).encode()).hexdigest()[:12]
    return lab.venv.with_name(f"lab-schemas-{digest}.tar")


def _keep(site: LabSite, image: Path) -> None:
    staged = image.with_suffix(".partial")
    tar(site, "--create", f"--file={staged}", f"--directory={site.data}", DATABASES)
    staged.chmod(0o600)
    staged.replace(image)
    for outdated in set(image.parent.glob("lab-schemas-*.tar")) - {image}:
        outdated.unlink()
