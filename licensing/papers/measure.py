"""One way to count, field for field: what, of which machines, weighed and rounded how. Pure.

The algebra of all rules, in the order in which a number passes through it:

1. what is counted (`counts`), on which hosts (`reach`), with the least and the most of it
   (`floors`, `one_socket_covers_cores`, `cap`, `contagious`, `servers_per_set`);
2. what it weighs (`vcpus_are_threads`, `factors`, `steps`);
3. how that becomes licences (`units_per_licence`, `round_up_at`, `multiple_of`, `licences_each`);
4. the least of the whole (`floors.licences_at_least`).

A rule is one measure, or several that are put together (`licensing/papers/rule.py`).
"""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from core.strict import Slug, Strict, Truth
from core.units import Count, Positive


class Metric(StrEnum):
    """What is counted, before floors, factors and rounding."""

    CORES = "cores"
    """Physical cores of the hosts."""
    SOCKETS = "sockets"
    RAM_GIB = "ram_gib"
    """Memory of the hosts."""
    HOSTS = "hosts"
    VCPUS = "vcpus"
    """Virtual processors of the servers."""
    SERVERS = "servers"
    STAFF = "staff"
    """All who work for a municipality: its file says how many."""
    USERS = "users"
    DEVICES = "devices"
    STORAGE_TIB = "storage_tib"
    """Users, devices and storage as a municipality declares them (`licensing/declarations`)."""


HOST_METRICS = frozenset({Metric.CORES, Metric.SOCKETS, Metric.RAM_GIB, Metric.HOSTS})
DECLARED_METRICS = frozenset({Metric.STAFF, Metric.USERS, Metric.DEVICES, Metric.STORAGE_TIB})
"""What no machine tells, and a municipality writes down with a day."""


class Level(StrEnum):
    """Where a sum is rounded up, from the smallest to the largest."""

    SERVER = "server"
    HOST = "host"
    AGGREGATE = "aggregate"
    """The hosts of one cluster: of a fence, or of a class of hosts at a site."""
    FACTOR_GROUP = "factor_group"
    """All hosts of one factor class at a site."""
    SITE = "site"
    PARK_FACTOR_GROUP = "park_factor_group"
    """All hosts of one factor class, at whatever site."""
    PARK = "park"
    NEVER = "never"


class Reach(StrEnum):
    """Which hosts count for a server: those it runs on, or all that it may move to."""

    HOST = "host"
    AGGREGATE = "aggregate"
    SITE = "site"
    PARK = "park"


_EXACT = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12}|/[1-9][0-9]{0,11})?")


def exact(value: object) -> Fraction:
    """0.1 as a person wrote it, not as a binary fraction, and no more digits than anybody needs.

    Fraction("1e99999999") alone would fill the memory.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not _EXACT.fullmatch(str(value)):
        raise PydanticCustomError("float_parsing", "must be a number")
    return Fraction(str(value))


Exact = Annotated[Fraction, BeforeValidator(exact), WithJsonSchema({"type": ["number", "string"]})]
"""A number without rounding: 0.5 or 1/3."""


Weight = Annotated[Exact, Field(ge=0)]
"""What counts less than nothing would hide what counts beside it."""


class Floors(Strict):
    """The least that counts, however small the machine."""

    cores_per_socket: Count = 0
    cores_per_host: Count = 0
    vcpus_per_server: Count = 0
    licences_at_least: Count = 0
    """Of the whole, as soon as anything counts."""


class Cap(StrEnum):
    """What virtual processors never count beyond."""

    NONE = "none"
    HOST_CORES_PER_SERVER = "host_cores_per_server"
    """Each server by itself, at its host's cores."""
    HOST_CORES = "host_cores"
    """All servers of a host together, at the host's cores."""


class Unknown(Strict):
    """What is assumed where nobody knows a host's sockets and cores; no less than the largest that
    is known beside it."""

    sockets: Positive
    cores_per_socket: Positive
    capped: Truth = False
    """Whether the cap holds even so."""


class Step(Strict):
    """Units up to `up_to` weigh `weight` each; the last step has no end."""

    up_to: Positive | None = None
    weight: Weight


class Measure(Strict):
    """What is counted and how it becomes licences."""

    counts: Metric
    floors: Floors = Floors()
    one_socket_covers_cores: Positive | None = None
    """A socket with more cores counts once more for every so many."""
    vcpus_are_threads: Truth = False
    """So many vCPUs are one core as the host runs threads on each (`threads_per_core`)."""
    factors: dict[Slug, Weight] = Field(default_factory=dict)
    """By a host's factor class; `default` for the others. None at all is a factor of one."""
    servers_per_set: Positive | None = None
    """The host is licensed once more for every so many servers on it."""
    cap: Cap = Cap.NONE
    units_per_licence: Positive = 1
    round_up_at: Level = Level.PARK
    """Where fractions of a licence are added up and rounded; refused where none can come about."""
    multiple_of: Positive = 1
    """What is rounded goes up to a multiple of this many licences."""
    licences_each: Positive = 1
    """So many licences for each one that was rounded, as 25 users for each processor."""
    steps: tuple[Step, ...] = ()
    reach: Reach = Reach.HOST
    contagious: Truth = False
    """One server that may not be counted by its vCPUs makes all cores of its host count."""
    where_it_runs: Truth = False
    """Of what is declared only what municipalities do that have a server with the product."""
    unknown: Unknown | None = None


class Take(StrEnum):
    """Which of several measures is owed."""

    LARGER = "larger"
    SMALLER = "smaller"
    SUM = "sum"


class Each(StrEnum):
    """Whether measures are compared once, or host by host."""

    WHOLE = "whole"
    HOST = "host"


class Combination(Strict):
    """The rule's own measure together with others, as in `users, at least 25 per processor`."""

    take: Take
    each: Each = Each.WHOLE
    others: tuple[Measure, ...] = Field(min_length=1)
