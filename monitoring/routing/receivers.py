"""Where notifications go: a receiver for each party and occasion, with its addresses. Pure.

Names stay: whoever is renamed is called again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from monitoring.responsibility.cell import PartyAt
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.party import means_of
from monitoring.responsibility.vocabulary import Channel, Layer
from monitoring.routing.configuration import Receiver
from monitoring.routing.labels import Severity
from tenants.definitions import Definitions

UNROUTED = "unrouted"
"""Where an alert goes that has no owner. That anything does is a fault of the monitoring, so it is
told to whoever answers for that layer."""

NIGHT, COPY = "night", "copy"

Municipal = Mapping[str, tuple[str, ...]]
"""By party that each municipality has, the municipalities."""


def called(party: PartyAt, severity: Severity) -> str:
    """The receiver of a party's own alerts."""
    return f"{party.key}.{severity}"


def at_night(party: PartyAt) -> str:
    """The receiver of its critical alerts while somebody else answers for it."""
    return f"{party.key}.{NIGHT}"


def copied(party: PartyAt) -> str:
    """The receiver of copies of others' alerts."""
    return f"{party.key}.{COPY}"


def receivers(
    matrix: Matrix, definitions: Definitions, shared: Sequence[PartyAt], municipal: Municipal
) -> Iterator[Receiver]:
    everybody = [*shared, *(PartyAt(n, m) for n, members in municipal.items() for m in members)]
    for party in everybody:
        emails, webhooks = _addresses(matrix, definitions, party)
        for name in (*(called(party, severity) for severity in Severity), copied(party)):
            yield Receiver(name, emails, webhooks)
        night = matrix.party(party.party).night
        if night is not None:
            yield Receiver(
                at_night(party), *_addresses(matrix, definitions, matrix.at(night, party.member))
            )
    for name, members in municipal.items():
        addresses = [_addresses(matrix, definitions, PartyAt(name, member)) for member in members]
        yield Receiver(
            copied(PartyAt(name)),
            tuple(one for emails, _ in addresses for one in emails),
            tuple(one for _, webhooks in addresses for one in webhooks),
        )


def unrouted(matrix: Matrix, definitions: Definitions) -> Receiver:
    owner, *_ = matrix.owners_of(Layer.MONITORING)
    return Receiver(UNROUTED, *_addresses(matrix, definitions, PartyAt(owner)))


def _addresses(
    matrix: Matrix, definitions: Definitions, party: PartyAt
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where a program can send to: e-mail and webhooks; telephones are for people."""
    ways = [way for one in matrix.contacts(definitions, party) for way in means_of(one)]
    return (
        tuple(address for channel, address in ways if channel is Channel.EMAIL),
        tuple(address for channel, address in ways if channel is Channel.WEBHOOK),
    )
