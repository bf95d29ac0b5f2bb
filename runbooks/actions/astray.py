"""Whether the projects of stacks that are to be begun are those that were built, and known.

Adapter: asks Keystone, and where a project is gone all other services.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from blueprint.naming import stack_name
from cloud.asked import asked
from core.errors import OtherSystemFailed, UserError
from core.message import Message, say
from infra import kinds
from infra.engine.resources import NOTHING
from infra.engine.state import read_state
from infra.remains.look import everything_at, projects_of
from infra.remains.projects import forgotten, lost, renamed, vanished
from infra.remains.things import of_project, own_of
from infra.remains.told import summary
from infra.stacks.work import MemberWork, StackWork
from runbooks.actions.given import Given

NO_ENVIRONMENT = (kinds.USER.word, kinds.PROJECT.word)
"""What hinders nobody from building the project anew."""


def projects_astray(
    given: Given, works: Sequence[StackWork]
) -> Iterator[tuple[StackWork, Message]]:
    """Stacks whose project is renamed, or gone while something stands: they may not be begun.

    Of those that nobody is about to begin a project that is gone is told in any case; where there
    are only such, a site to which there is no login tells nothing. Each site is asked once; all of
    them have answered a moment ago.
    """
    for site in {work.site.name: work.site for work in works}.values():
        here = [work for work in works if work.site.name == site.name]
        built = [
            (work, project)
            for work in here
            if isinstance(work, MemberWork)
            and (project := own_of(read_state(given.home, work.stack) or NOTHING).project)
        ]
        if built:
            passed_over = UserError if all(work.unchanged for work in here) else OtherSystemFailed
            with contextlib.suppress(passed_over), asked(site.name):
                cloud = given.cloud_of(given.home, site)
                names = projects_of(cloud)
                gone = {project for _, project in built} - names.keys()
                there = everything_at(cloud, names) if gone else []
                for work, project in built:
                    found = [
                        one for one in of_project(there, project) if one.kind not in NO_ENVIRONMENT
                    ]
                    why = renamed(work.member.slug, project, names)
                    if why is None and project not in names:
                        why = lost(project, summary(found))
                        if why is None and work.unchanged:
                            why = vanished(work.member.slug, project)
                    if why is not None:
                        yield work, say("{subject}: {why}", subject=work.subject, why=why)


def projects_forgotten(given: Given, reached: Sequence[StackWork]) -> Iterator[Message]:
    """Why stacks may not be begun: at a site of their member its project stands, of which the state
    is not here. Where its servers run nobody knows then.

    Every site of the member is asked, since it would be built at the other one; one that is silent
    tells nothing.
    """
    members = {work.member.slug: work.member for work in reached if isinstance(work, MemberWork)}
    for name, read in given.definitions.sites.items():
        owns = {
            slug: own_of(read_state(given.home, stack_name(slug, name)) or NOTHING)
            for slug, member in members.items()
            if name in given.definitions.sites_of(member)
        }
        if all(own.project for own in owns.values()):
            continue
        with contextlib.suppress(UserError), asked(name):
            if given.silence_of(given.home, read.value) is not None:
                continue
            names = projects_of(given.cloud_of(given.home, read.value))
            for slug, own in owns.items():
                why = forgotten(slug, own, names, stack_name(slug, name))
                if why is not None:
                    subject = say("{member} at {site}", member=members[slug].name.ja, site=name)
                    yield say("{subject}: {why}", subject=subject, why=why)
