"""A rule's worked example as machines and stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from blueprint.naming import Role
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from licensing.papers.rule import Example, ExampleServer

START = datetime(2026, 4, 1, tzinfo=UTC)
A_WEEK = timedelta(days=7)


def park_in(example: Example) -> Park:
    return Park(
        {
            name: Host(name, h.site, h.sockets, h.cores_per_socket, h.aggregate, h.factor)
            for name, h in example.hosts.items()
        }
    )


def stays_in(example: Example) -> tuple[list[Stay], datetime]:
    """The stays, and the moment at which the example asks: the last of its weeks."""
    moments = [example.servers, *example.later]
    stays = [
        stay
        for week, servers in enumerate(moments)
        for stay in _stays(servers, START + week * A_WEEK, last=week == len(moments) - 1)
    ]
    return stays, START + (len(moments) - 1) * A_WEEK


def _stays(servers: Mapping[str, ExampleServer], at: datetime, *, last: bool) -> list[Stay]:
    found: list[Stay] = []
    for name, s in servers.items():
        until = None if last else at + A_WEEK
        since = at
        if s.left_days_ago is not None:
            until = at - timedelta(days=s.left_days_ago)
            since = until - timedelta(days=1)
        found.append(
            Stay(
                *(name, "hita", s.host, s.vcpus, s.powered_on),
                *(Role("", (), s.passive, s.sub_capacity), since, until),
            )
        )
    return found
