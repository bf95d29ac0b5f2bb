"""A problem in a file that names whom it concerns. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.message import Message, say
from core.names import only_nearest
from core.problem import Problem
from core.wording import Location
from tenants.catalogue_model import Catalogue
from tenants.consortium_model import Consortium, Placement
from tenants.definitions import Definitions, Read
from tenants.member import Member
from tenants.recovery_model import Recovery
from tenants.site import Site


def in_member(read: Read[Member], location: Location, message: Message) -> Problem:
    """A problem in a municipality's file, with its name."""
    return read.document.problem(location, message, read.value.name.ja)


def by_joining(definitions: Definitions) -> list[Read[Member]]:
    """The municipalities in the order in which they joined, so that a clash is the newcomer's."""
    return sorted(definitions.members.values(), key=joined)


def joined(read: Read[Member]) -> date:
    return read.value.lifecycle.joined_on


def in_site(read: Read[Site], location: Location, message: Message) -> Problem:
    return read.document.problem(location, message, read.value.title.ja)


def in_shared(
    read: Read[Catalogue] | Read[Consortium] | Read[Placement] | Read[Recovery],
    location: Location,
    message: Message,
) -> Problem:
    """A problem in a file that speaks of nobody in particular."""
    return read.document.problem(location, message)


def shown(read: Read[Member]) -> str:
    """The municipality with the place of its file, for messages that name another one."""
    return f"{read.value.name.ja} ({read.document.file})"


def unknown(value: str, known: Iterable[str], near: str | None = None) -> Message:
    """Something is named that there is none of; `near` is what may be meant, if it is known."""
    names = list(known)
    near = near or only_nearest(value, names)
    if near is not None:
        return say("{value} is not known; did you mean {near}?", value=value, near=near)
    return say("{value} is not known; known here: {known}", value=value, known=tuple(names) or "–")
