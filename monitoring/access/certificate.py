"""A certificate as it is to be: whose, for what, from when until when. Pure.

OpenSSH names the person (the key id), and what it may log in to (principals). A server's account
of a person takes that person's principals alone, so that no certificate opens another's account.
Source: CERTIFICATES in ssh-keygen(1), AuthorizedPrincipalsFile in sshd_config(5), OpenSSH 9.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from monitoring.access.operator import Purpose

HOURS = timedelta(hours=8)
"""A shift: what outlives it is nobody's who is still there."""

EARLY = timedelta(minutes=5)
"""By which a certificate holds before it is made: clocks that far apart are taken for the same."""

WORTH_USING = timedelta(minutes=10)
"""A certificate that ends sooner is made anew before a login rather than used once more."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """`principals` are what it opens; both moments are in its validity."""

    person: str
    principals: tuple[str, ...]
    holds_from: datetime
    holds_until: datetime

    def opens(self, principals: Iterable[str], at: datetime) -> bool:
        """Whether it lets its person in for one of these now, and for a while."""
        soon = at + min(WORTH_USING, (self.holds_until - self.holds_from) / 4)
        return (
            self.holds_from <= at
            and soon <= self.holds_until
            and (not set(self.principals).isdisjoint(principals))
        )


def principal(where: str, purpose: Purpose, person: str) -> str:
    """`where` is a municipality, or a single server where access was approved for it alone.

    >>> principal("hita", Purpose.OPERATE, "sato-hanako")
    'hita:operate:sato-hanako'
    """
    return f"{where}:{purpose.value}:{person}"


def certificate(
    person: str, principals: Iterable[str], at: datetime, ends: Iterable[datetime]
) -> Certificate:
    """From now for a shift, or until the first of the moments at which its reason `ends`."""
    until = min((at + HOURS, *ends))
    return Certificate(person, tuple(principals), at - EARLY, until)


def validity(one: Certificate) -> str:
    """As `ssh-keygen -V` takes it: seconds since 1970, so that no machine's zone is believed."""
    return ":".join(f"{int(moment.timestamp()):#x}" for moment in (one.holds_from, one.holds_until))


def of_journal(entry: Mapping[str, Any]) -> Certificate:
    """A certificate as the journal of those that were made has it."""
    return Certificate(
        str(entry["subject"]),
        tuple(entry["principals"]),
        datetime.fromisoformat(entry["holds_from"]),
        datetime.fromisoformat(entry["holds_until"]),
    )
