"""What came of asking a server itself: whether a way leads there, and who answers. Pure.

A way is seen by what comes back: a connection that is taken or refused has gone the whole way. That
nobody on a network can be reached is the network's fault, and not each server's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.errors import OtherSystemFailed
from core.message import say
from monitoring.exporter.series import (
    SERVER_ANSWERS,
    SERVER_REACHED,
    SERVER_ROUTED,
    SERVICE_ANSWERS,
    Sample,
)
from monitoring.exporter.way import BySsh, Way


@dataclass(frozen=True, slots=True)
class Answered:
    """One server, by all its labels."""

    labels: tuple[str, ...]
    network: str
    runs: bool
    """Whether Nova has it as running, and nobody is working on it."""
    ssh: BySsh
    ports: Mapping[int, Way]

    @property
    def is_reached(self) -> bool:
        return any(one.is_whole for one in self._ways)

    @property
    def is_routed(self) -> bool:
        return self.is_reached or Way.NO_ROUTE not in self._ways

    @property
    def _ways(self) -> tuple[Way, ...]:
        return (self.ssh.way, *self.ports.values())

    def samples(self) -> Iterator[Sample]:
        yield Sample(SERVER_ANSWERS, self.labels, self.ssh.answers)
        for port, way in self.ports.items():
            yield Sample(SERVICE_ANSWERS, (*self.labels, str(port)), way is Way.ACCEPTED)
        if self.runs:
            yield Sample(SERVER_REACHED, (*self.labels, self.network), self.is_reached)
            yield Sample(SERVER_ROUTED, (*self.labels, self.network), self.is_routed)


def blind_without_a_way(site: str, found: Sequence[Answered]) -> None:
    """Where no server on any of several networks can be reached, it is this machine's way to all of
    them that is broken: one call for the monitoring, and none for each municipality.

    Raises: OtherSystemFailed then.
    """
    running = [one for one in found if one.runs]
    if len({one.network for one in running}) > 1 and not any(one.is_reached for one in running):
        raise OtherSystemFailed(
            say(
                "none of the {count} servers that run at {site} can be reached from here (no route "
                "to {unrouted} of them, the others are silent); see this machine's own way there",
                count=len(running),
                site=site,
                unrouted=sum(not one.is_routed for one in running),
            )
        )
