"""What still stands of members that have left. Adapter: asks OpenStack in every service."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from blueprint.naming import stack_name
from cloud.asked import asked
from cloud.connection import connected, login_in_project
from cloud.logins import site_entry
from core.errors import UserError
from core.home import Home
from infra import kinds
from infra.engine.resources import NOTHING
from infra.engine.state import read_state
from infra.remains.look import standing_at
from infra.remains.projects import left_standing
from infra.remains.things import Own, own_of
from infra.remains.told import summary
from infra.verify.aspect import Aspect
from infra.verify.difference import Difference
from infra.verify.observed import SeenSite
from tenants.definitions import Definitions
from tenants.site import Site


def left_behind(
    home: Home,
    definitions: Definitions,
    site: Site,
    seen: SeenSite,
    members: Collection[str],
    owns: Mapping[str, Own],
) -> Iterator[Difference]:
    """Of each member that has left (of the `members` only, if any are named) what is still here.

    `owns` is what the members' stacks have built, by slug.

    Raises: OtherSystemFailed where the site does not answer.
    """
    present = definitions.present_members()
    whose = {project for _, _, project, _ in seen.orphans}
    for slug in definitions.members:
        if slug in present or (members and slug not in members):
            continue
        stack = stack_name(slug, site.name)
        own = owns[slug]
        if slug in seen.names.values() or own.project in {*seen.names, *whose} - {""}:
            with asked(site.name):
                cloud = connected(site_entry(home, site))
                standing = standing_at(cloud, login_in_project(home, stack), slug, own)
            if standing.things:
                why = left_standing(slug, summary(standing.things))
                yield Difference(stack, kinds.PROJECT.word, slug, Aspect.LEFT, why)


def built(home: Home, stack: str) -> Own:
    """What the state knows of the stack; nothing where it cannot be read, which others tell."""
    try:
        return own_of(read_state(home, stack) or NOTHING)
    except UserError:
        return Own()
