"""A whole site verified: the site itself and the members at it. Adapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from blueprint.member import blueprint_of
from blueprint.naming import stack_name
from blueprint.parts import Blueprint, SiteBlueprint
from blueprint.site import site_blueprint_of
from core.errors import OtherSystemFailed, UserError
from core.home import Home
from infra.engine.resources import NOTHING
from infra.engine.state import read_state
from infra.engine.volumes import larger, standing_sizes
from infra.verify import kept
from infra.verify import member as member_check
from infra.verify import site as site_check
from infra.verify.astray import astray_project, without_those_of
from infra.verify.difference import Difference
from infra.verify.left_behind import built, left_behind
from infra.verify.observe import observe
from infra.verify.observed import SeenProject
from infra.verify.renames import as_the_files_call_it, names_in
from infra.verify.verdicts import Verdict, digest_of
from tenants.definitions import Definitions


@dataclass(frozen=True, slots=True)
class Verified:
    """What came out for one site. `failure` says that it could not be asked."""

    site: str
    members: int
    objects: int
    differences: tuple[Difference, ...]
    failure: OtherSystemFailed | None = None


def verify_sites(
    home: Home,
    definitions: Definitions,
    sites: Sequence[str],
    members: Sequence[str],
    fenced_at: Mapping[str, str],
) -> list[Verified]:
    """Each of the sites, side by side; `fenced_at` is by member the site at which two persons have
    fenced it."""

    def verified(site: str) -> Verified:
        return verify_site(home, definitions, site, members, fenced_at)

    with ThreadPoolExecutor(len(sites)) as pool:
        return list(pool.map(verified, sites))


def verify_site(
    home: Home,
    definitions: Definitions,
    site_name: str,
    members: Sequence[str],
    fenced_at: Mapping[str, str],
) -> Verified:
    """The site and the chosen members at it (all if none); a dead site is told, not raised.

    A volume that is larger than its files ask for is no difference, nor is the quota that it
    needs: no volume shrinks. Whether anything is copied to a site where the member is fenced is
    left open: the site may be lost, or be where the member is to come home.
    """
    site = definitions.sites[site_name].value
    slugs = list(definitions.members_at(site_name, members))
    try:
        seen = observe(home, site, slugs, list(definitions.members))
        owns = {slug: built(home, stack_name(slug, site_name)) for slug in definitions.members}
        found = list(left_behind(home, definitions, site, seen, members, owns))
    except OtherSystemFailed as failure:
        return Verified(site_name, len(slugs), 0, (), failure)
    if not members:
        offer = site_blueprint_of(definitions, site_name)
        projects = {own.project for own in owns.values()}
        found += site_check.differences(offer, without_those_of(seen, projects))
    for slug in slugs:
        project = seen.projects.get(slug)
        astray = None if project else astray_project(slug, site_name, owns[slug].project, seen)
        if astray is not None:
            found.append(astray)
            continue
        blueprint = as_it_may_stand(home, definitions, slug, site_name, project)
        if blueprint.backup_synced_to == fenced_at.get(slug) and not _is_copied(project):
            blueprint = replace(blueprint, backup_synced_to=None)
        project = _by_id(home, blueprint, project)
        found += member_check.differences(blueprint, project)
    objects = sum(project.objects for project in seen.projects.values())
    return Verified(site_name, len(slugs), objects, tuple(found))


def _is_copied(project: SeenProject | None) -> bool:
    return project is not None and project.backup_copied_to is not None


def as_it_may_stand(
    home: Home, definitions: Definitions, slug: str, site: str, seen: SeenProject | None
) -> Blueprint:
    """What the files ask for, with each volume as large as it stands.

    The site that stands by has room for what stands at the other, which only the state tells; it
    is asked where a quota is larger than can be explained by what was seen, and nowhere else.
    """
    sizes = {} if seen is None else {volume.name: volume.gib for volume in seen.volumes}
    blueprint = blueprint_of(definitions, slug, site, sizes)
    if seen is None or seen.quota.volume_gib <= blueprint.quota.volume_gib:
        return blueprint
    try:
        known = standing_sizes(home, definitions, slug)
    except UserError:
        return blueprint  # the larger quota is told as a difference
    return blueprint_of(definitions, slug, site, larger(sizes, known))


def _by_id(home: Home, blueprint: Blueprint, seen: SeenProject | None) -> SeenProject | None:
    """The state is asked for the ids where something has a name that the files do not know."""
    if seen is None or not any(one.is_extra for one in member_check.differences(blueprint, seen)):
        return seen
    try:
        return as_the_files_call_it(seen, names_in(read_state(home, blueprint.stack) or NOTHING))
    except UserError:
        return seen  # what has another name is told as missing and as too much


def record_verified(
    home: Home,
    definitions: Definitions,
    results: Sequence[Verified],
    members: Sequence[str],
    now: datetime,
) -> None:
    """Keep what was found of each stack that was looked at, for the consortium's picture."""
    for result in results:
        subjects: list[Blueprint | SiteBlueprint] = [
            blueprint_of(definitions, slug, result.site)
            for slug in definitions.members_at(result.site, members)
        ]
        if not members:
            subjects.append(site_blueprint_of(definitions, result.site))
        for subject in subjects:
            kept.record(home, _verdict(subject, result, now))


def _verdict(subject: Blueprint | SiteBlueprint, result: Verified, now: datetime) -> Verdict:
    own = [one for one in result.differences if one.subject == subject.stack]
    extra = sum(difference.is_extra for difference in own)
    return Verdict(
        stack=subject.stack,
        at=now,
        digest=digest_of(subject),
        reached=result.failure is None,
        missing=len(own) - extra,
        extra=extra,
    )
