"""A member's project that is not where its files and its stack have it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from blueprint.naming import stack_name
from core.message import Message
from infra import kinds
from infra.remains.projects import lost, renamed
from infra.remains.things import Thing
from infra.remains.told import summary
from infra.verify.aspect import Aspect
from infra.verify.difference import Difference
from infra.verify.observed import SeenSite


def astray_project(slug: str, site: str, built: str, seen: SeenSite) -> Difference | None:
    """Where the project that the stack `built` has another name, or is gone and something of it
    still stands; None where there is nothing but that it is missing."""
    why = renamed(slug, built, seen.names) or (
        lost(built, _still_standing(seen, built)) if built and built not in seen.names else None
    )
    if why is None:
        return None
    return Difference(stack_name(slug, site), kinds.PROJECT.word, slug, Aspect.ASTRAY, why)


def without_those_of(seen: SeenSite, built: Collection[str]) -> SeenSite:
    """The site without what stands in members' own projects, which is told of each member."""
    names = {seen.names[project] for project in built if project in seen.names}
    return replace(
        seen,
        strays=tuple(stray for stray in seen.strays if stray[2] not in names),
        orphans=tuple(orphan for orphan in seen.orphans if orphan[2] not in built),
    )


def _still_standing(seen: SeenSite, project: str) -> tuple[Message, ...]:
    return summary(
        [
            Thing(kind, id_, name, whose)
            for kind, name, whose, id_ in seen.orphans
            if whose == project
        ]
    )
