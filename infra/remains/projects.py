"""Whether a member's project is the one that its stack has built, and what is said if not. Pure.

Invariant: nothing is built for a member beside what stands of it. A stack whose project is gone
from Keystone, or has another name there, would be built a second time while the first one stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.message import Message, say
from infra import kinds
from infra.remains.things import Own


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


def vanished(slug: str, project: str) -> Message:
    """What is to be said of a project that is gone from Keystone with all that was in it."""
    return say(
        "its project {project} is gone from Keystone, and nothing of it stands; `kumiai up {slug} "
        "--refresh` shows what is built anew",
        project=project,
        slug=slug,
    )


def forgotten(slug: str, own: Own, names: Mapping[str, str], stack: str) -> Message | None:
    """What is to be said of a project that is called after a member, and that no state here knows;
    None where a killed run was making it."""
    if own.project or (kinds.PROJECT.word.template, slug) in own.begun:
        return None
    if slug not in names.values():
        return None
    return say(
        "a project called {slug} stands there, and no state here knows it: what is in it would "
        "stay unseen, and could be built a second time. Put the state of {stack} back from the "
        "backup of var/state, or let KUMIAI_BACKEND_URL say where the states are kept",
        slug=slug,
        stack=stack,
    )


def left_standing(slug: str, standing: Sequence[Message]) -> Message:
    """What is to be said of a member that has left while something of it stands."""
    return say(
        "the municipality has left, and of it there still stand: {standing}; look "
        "at it with `kumiai down {slug}`, which takes it away with --execute",
        slug=slug,
        standing=tuple(standing),
    )
