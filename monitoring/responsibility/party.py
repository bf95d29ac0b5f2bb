"""`monitoring/matrix/parties.yaml`, field for field: who there is, and when each answers. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from core.eras import JAPAN
from core.strict import Name, Slug, Strict, Truth
from core.units import PositiveMinutes
from monitoring.responsibility.vocabulary import Channel, Weekday
from tenants.member import ContactRole, Reachable

_WEEKDAYS = tuple(Weekday)

END_OF_DAY = "24:00"

ClockTime = Annotated[
    str,
    Field(
        pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$",
        description='hours and minutes in quotes, as in "08:30"; the day ends at "24:00"',
    ),
]


class PartyContact(Reachable):
    """One desk of a party, with whatever it can be reached by."""

    webhook: str | None = Field(
        default=None, pattern=r"^https?://\S+$", description="an address that begins with http"
    )


class Hours(Strict):
    """When somebody is there, by Japan's clock; never over midnight."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    opens: ClockTime
    closes: ClockTime

    @property
    def from_minute(self) -> int:
        return minute_of(self.opens)

    @property
    def to_minute(self) -> int:
        """The first minute of the day that is outside again."""
        return minute_of(self.closes)

    def hold_at(self, at: datetime) -> bool:
        there = at.astimezone(JAPAN)
        minute = there.hour * 60 + there.minute
        return (
            _WEEKDAYS[there.weekday()] in self.days and self.from_minute <= minute < self.to_minute
        )


class Rung(Strict):
    """Who is called when nobody has acknowledged for so long."""

    after_minutes: PositiveMinutes
    party: Slug


class Party(Strict):
    """Somebody who answers for something, or is told of it."""

    name: Name
    language: Literal["ja", "en"] = "ja"
    """In which language alerts are written to it."""
    each_member: ContactRole | None = None
    """Each municipality has one of its own; its contacts are those of this role in its own file."""
    contacts: tuple[PartyContact, ...] = ()
    around_the_clock: Truth = False
    duty: tuple[Hours, ...] = ()
    """When it answers, where that is not around the clock."""
    works_on_holidays: Truth = False
    """Whether the duty hours hold on the days of holidays.yaml too."""
    night: Slug | None = None
    """Who answers outside the duty hours; somebody who is there around the clock."""
    ladder: tuple[Rung, ...] = ()
    """Who is called next when it does not answer, in order."""


class Parties(Strict):
    """Everybody who has a part in the matrix."""

    parties: dict[Slug, Party] = Field(min_length=1)


Means = tuple[Channel, str]
"""How one is reached: by what, and at which number or address."""


def means_of(contact: Reachable) -> tuple[Means, ...]:
    """Every way that a contact can be reached, in the order in which the ways are tried."""
    ways = [(Channel.PHONE, contact.phone), (Channel.EMAIL, contact.email)]
    if isinstance(contact, PartyContact):
        ways.append((Channel.WEBHOOK, contact.webhook))
    return tuple((channel, address) for channel, address in ways if address is not None)


def minute_of(clock: str) -> int:
    """
    >>> minute_of("08:30")
    510
    """
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
