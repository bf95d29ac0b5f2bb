"""A rule's worked example as machines and stays, and what the rule makes of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Literal

from blueprint.naming import Role
from licensing.counting.figure import Figure
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from licensing.papers.example import Example, ExampleServer
from licensing.papers.rule import Rule
from licensing.position.owed import owed
from tenants.site import classes_as_written

START = datetime(2026, 4, 1, tzinfo=UTC)
A_WEEK = timedelta(days=7)


def counted_in(rule: Rule, example: Example) -> Fraction | Literal["refused"]:
    """What the rule asks for; whether it refuses a host of the example."""
    stays, at = _stays_in(example)
    found = owed(rule, _park_in(example), stays, START, at)
    return "refused" if found.refused else found.licences


def _park_in(example: Example) -> Park:
    return Park(
        {
            name: Host(
                *(
                    name,
                    h.site,
                    h.sockets,
                    h.cores_per_socket,
                    h.aggregate,
                    classes_as_written(h.factor),
                ),
                sockets_possible=h.sockets_possible,
                threads_per_core=h.threads_per_core,
                ram_gib=h.ram_gib,
            )
            for name, h in example.hosts.items()
        },
        declared=tuple(
            Figure(metric, member, START, count)
            for member, figures in example.declared.items()
            for metric, count in figures.items()
        ),
    )


def _stays_in(example: Example) -> tuple[list[Stay], datetime]:
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
        if s.since_days_ago is not None:
            since = at - timedelta(days=s.since_days_ago)
        if s.left_days_ago is not None:
            until = at - timedelta(days=s.left_days_ago)
            since = until - timedelta(days=1)
        found.append(
            Stay(
                *(name, s.member, s.host, s.vcpus, s.powered_on),
                *(_role(s), since, until),
            )
        )
    return found


def _role(server: ExampleServer) -> Role:
    """Whatever an example may say of a role; it has no system, and the one product."""
    said = server.model_dump(include={field.name for field in fields(Role)})
    return Role(**{"system": "", "products": (), **said})
