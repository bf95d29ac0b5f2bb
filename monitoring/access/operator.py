"""`monitoring/operators/*.yaml`, field for field: a natural person, and what it may reach. Pure.

The file's name is the person's: it is the account on servers, and the key id of certificates.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from core.message import Message, say
from core.strict import Day, Name, Slug, Strict
from monitoring.responsibility.duties import Term
from monitoring.responsibility.party import Hours

PublicKey = Annotated[
    str,
    Field(
        pattern=r"^ssh-ed25519 [A-Za-z0-9+/]{68}(?: \S+)?$",
        description="a public key as `ssh-keygen -t ed25519` writes it into its .pub file",
    ),
]


class Purpose(StrEnum):
    """To what end somebody logs in, and so what a session may do."""

    LOOK = "look"
    """Read what everybody on the server may read."""
    OPERATE = "operate"
    """Become root."""


class Reach(Strict):
    """Whose servers, and to what end."""

    members: tuple[Slug, ...] = ()
    """All municipalities where none is named."""
    purposes: tuple[Purpose, ...] = Field(min_length=1)


class Operator(Strict):
    """A natural person who logs in to servers."""

    if_empty: ClassVar[Message] = say(
        "is empty; copy another person's file, and put in the name and the public key of this one"
    )

    name: Name
    party: Slug
    member: Slug | None = None
    """Whose, where each municipality has a party of its own."""
    keys: tuple[PublicKey, ...] = Field(min_length=1)
    reaches: tuple[Reach, ...] = Field(min_length=1)
    duty: tuple[Hours, ...] = ()
    """The person's own hours; those of its party where none are written."""
    leave: tuple[Term, ...] = ()
    """From when until when it is away; both days included."""
    until: Day
    """The last day on which it may log in."""

    def may(self, member: str, purpose: Purpose, day: date) -> bool:
        """Whether the file lets the person reach this municipality's servers for that."""
        return day <= self.until and any(
            purpose in reach.purposes and (not reach.members or member in reach.members)
            for reach in self.reaches
        )

    def is_on_leave(self, day: date) -> bool:
        return any(term.holds_on(day) for term in self.leave)

    def works_at(self, at: datetime) -> bool:
        """Whether its own hours hold at a moment; asked only where it has any."""
        return any(hours.hold_at(at) for hours in self.duty)
