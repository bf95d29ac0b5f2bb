"""The golden image: etc and data of a site that was just made, to which `reset` returns. Adapter.

Both directions are atomic: an image is written beside its place and renamed, a site is unpacked
beside its place and renamed. So whichever exists is whole.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from core.errors import OtherSystemFailed, UserError
from core.files import make_private_folder
from core.message import say
from lab.definition import Lab
from lab.sites import LabSite

REQUIREMENTS = Path(__file__).parent / "requirements.lock"
PARTS = ("etc", "data")
LIGHT = ".light"


def image_of(lab: Lab, site: LabSite) -> Path:
    """Its place. Other versions of OpenStack have other schemas, the addresses are in the
    catalogue, and networks are kept elsewhere where servers live: hence another image for each."""
    kind = LIGHT if site.living else ""
    return _folder(lab) / f"{site.name}-{site.address}-{versions()}{kind}.tar"


def versions() -> str:
    """Another one for other versions of OpenStack."""
    return hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]


def other_images_of(lab: Lab, site: LabSite) -> list[Path]:
    """Of the same site with other versions, at another address or with other servers."""
    images = _folder(lab).glob(f"{site.name}-*.tar")
    return [image for image in images if image != image_of(lab, site)]


def refuse_another(lab: Lab, site: LabSite) -> None:
    """Raises: UserError rather than losing what was built with other versions or addresses."""
    others = [] if image_of(lab, site).exists() else other_images_of(lab, site)
    for address in (image.stem.rsplit("-", 2)[1] for image in others):
        if address != site.address:
            raise UserError(
                say(
                    "{site} of this KUMIAI_HOME stands at {address}, and not at {wanted}; give the "
                    "second lab a KUMIAI_HOME of its own, or set KUMIAI_LAB_NETWORK as it was",
                    site=site.name,
                    address=address,
                    wanted=site.address,
                )
            )
    if any(image.stem.endswith(LIGHT) != bool(site.living) for image in others):
        raise UserError(
            say(
                "{site} was made with another KUMIAI_LAB_SERVERS; set it as it was, or run "
                "`kumiai lab reset`, which makes the site anew, and what was built there is lost",
                site=site.name,
            )
        )
    if others:
        raise UserError(
            say(
                "{site} was made with other versions of OpenStack; "
                "`kumiai lab reset` makes it anew, and what was built there is lost",
                site=site.name,
            )
        )


def _folder(lab: Lab) -> Path:
    return lab.root / "golden"


def save(lab: Lab, site: LabSite) -> None:
    """Make the image from a site none of whose processes run."""
    image = image_of(lab, site)
    make_private_folder(image.parent)
    staged = image.with_suffix(".partial")
    tar(site, "--create", f"--file={staged}", f"--directory={site.folder}", *PARTS)
    staged.chmod(0o600)
    staged.replace(image)
    for outdated in other_images_of(lab, site):
        outdated.unlink()


def restore(lab: Lab, site: LabSite) -> None:
    """Put the image in place of the site's folder, none of whose processes run."""
    fresh = site.folder.with_name(f".{site.name}.fresh")
    outdated = site.folder.with_name(f".{site.name}.outdated")
    for leftover in (fresh, outdated):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    tar(site, "--extract", f"--file={image_of(lab, site)}", f"--directory={fresh}")
    if site.folder.exists():
        # Renamed, not removed: half a folder would be taken for a site.
        site.folder.replace(outdated)
    fresh.replace(site.folder)
    shutil.rmtree(outdated, ignore_errors=True)


def tar(site: LabSite, *arguments: str) -> None:
    done = subprocess.run(
        ["tar", "--sparse", "--numeric-owner", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise OtherSystemFailed(
            say(
                "the golden image of {site} could not be written or read: {reason}; make room on "
                "the disk and run it again",
                site=site.name,
                reason=done.stderr.strip().splitlines()[-1:] or done.returncode,
            )
        )
