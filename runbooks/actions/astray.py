"""Whether the projects of stacks that are to be begun are still those that were built. Adapter."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from cloud.asked import asked
from core.errors import OtherSystemFailed
from core.message import Message, say
from infra import kinds
from infra.engine.resources import NOTHING
from infra.engine.state import read_state
from infra.remains.look import everything_at, projects_of
from infra.remains.projects import lost, renamed
from infra.remains.things import of_project, own_of
from infra.remains.told import summary
from infra.stacks.work import MemberWork, StackWork
from runbooks.actions.given import Given

NO_ENVIRONMENT = (kinds.USER.word, kinds.PROJECT.word)
"""What hinders nobody from building the project anew."""


def projects_astray(given: Given, reached: Sequence[StackWork]) -> Iterator[Message]:
    """Why stacks may not be begun: their project is renamed, or gone while something stands.

    Each site is asked once; all of them have answered a moment ago.
    """
    for site in {work.site.name: work.site for work in reached}.values():
        built = [
            (work, project)
            for work in reached
            if isinstance(work, MemberWork)
            and work.site.name == site.name
            and (project := own_of(read_state(given.home, work.stack) or NOTHING).project)
        ]
        if built:
            with contextlib.suppress(OtherSystemFailed), asked(site.name):
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
                    if why is not None:
                        yield say("{subject}: {why}", subject=work.subject, why=why)
