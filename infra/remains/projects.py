"""Whether a member's project is the one that its stack has built, and what is said if not. Pure.

Invariant: nothing is built for a member beside what stands of it. A stack whose project is gone
from Keystone, or has another name there, would be built a second time while the first one stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.message import Message, say


def renamed(slug: str, project: str, names: Mapping[str, str]) -> Message | None:
    """What is to be said of a member's project of another name; None where it has its own, or is
    not there at all. `names` are Keystone's by id."""
    found = names.get(project)
    if found in (None, slug):
        return None
    return say(
        "its project is called {found} in Keystone, and nobody can work in it; give it its name "
        "back: `openstack project set --name {slug} {project}`",
        found=found,
        slug=slug,
        project=project,
    )


def lost(project: str, standing: Sequence[Message]) -> Message | None:
    """What is to be said of a project that is gone from Keystone while something of it stands."""
    if not standing:
        return None
    return say(
        "its project {project} is gone from Keystone, and of it there still stand: {standing}. "
        "Nothing is built beside it: restore the project with its id from Keystone's backup; if "
        "the municipality has left, `kumiai down` takes all of it away",
        project=project,
        standing=tuple(standing),
    )


def left_standing(slug: str, standing: Sequence[Message]) -> Message:
    """What is to be said of a member that has left while something of it stands."""
    return say(
        "the municipality has left, and of it there still stand: {standing}; look "
        "at it with `kumiai down {slug}`, which takes it away with --execute",
        slug=slug,
        standing=tuple(standing),
    )
