"""Verdicts on the checkout's own definitions."""

from __future__ import annotations

from datetime import datetime

from blueprint.member import blueprint_of
from blueprint.site import site_blueprint_of
from infra.verify.verdicts import Verdict, digest_of
from tenants.definitions import Definitions


def verdict_on(
    definitions: Definitions,
    member: str,
    site: str,
    at: datetime,
    *,
    missing: int = 0,
    extra: int = 0,
    reached: bool = True,
) -> Verdict:
    """What `kumiai verify` would have kept of a member at a site."""
    digest = digest_of(blueprint_of(definitions, member, site))
    return Verdict(f"{member}.{site}", at, digest, reached, missing, extra)


def verdict_on_site(definitions: Definitions, site: str, at: datetime) -> Verdict:
    """The same of a site itself, as its file says."""
    blueprint = site_blueprint_of(definitions, site)
    return Verdict(blueprint.stack, at, digest_of(blueprint), True, 0, 0)
