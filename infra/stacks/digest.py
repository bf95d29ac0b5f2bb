"""Whether a stack is what the files say already, without starting Pulumi or asking OpenStack.

Adapter: keeps a digest beside each stack's state. It covers the programs and the values that they
are given; the fingerprint of the state shows whether anybody has run Pulumi by hand since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from blueprint.accounts import PROVISIONER
from blueprint.parts import Blueprint, SiteBlueprint
from core.files import write_private
from core.home import Home
from infra.engine.state import fingerprint
from infra.stacks.program import program_digest
from infra.toolchain.pins import OPENSTACK_PLUGIN, PULUMI_CLI
from tenants.member import Member
from tenants.site import Site


def member_digest(blueprint: Blueprint, member: Member, site: Site) -> str:
    """The digest of a member's stack."""
    described = f"{member.name.en} {member.code}"
    offer = (site.cloud, site.region, site.image, site.external_network)
    return _digest([repr(blueprint), described, repr(offer)])


def site_digest(blueprint: SiteBlueprint, site: Site, image: Path) -> str:
    """The digest of a site's stack; a new guest image changes it."""
    contents = hashlib.sha256(image.read_bytes()).hexdigest() if image.exists() else "missing"
    return _digest([repr(blueprint), repr((site.cloud, site.region)), contents])


def is_applied(home: Home, stack: str, digest: str) -> bool:
    """Whether the last run ended well with this digest and nobody has touched the state since."""
    try:
        record = json.loads(_record(home, stack).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    return bool(record == {"digest": digest, "state": fingerprint(home, stack)})


def record_applied(home: Home, stack: str, digest: str) -> None:
    record = {"digest": digest, "state": fingerprint(home, stack)}
    write_private(_record(home, stack), json.dumps(record))


def ended_well(home: Home, stack: str) -> bool:
    """Whether the last run of kumiai on this stack ended well, whatever was changed since."""
    return _record(home, stack).exists()


def forget_applied(home: Home, stack: str) -> None:
    _record(home, stack).unlink(missing_ok=True)


def _record(home: Home, stack: str) -> Path:
    return home.root / "applied" / f"{stack}.json"


def _digest(parts: Iterable[str]) -> str:
    text = "\0".join([program_digest(), PROVISIONER, PULUMI_CLI, OPENSTACK_PLUGIN, *parts])
    return hashlib.sha256(text.encode()).hexdigest()
