"""A counting rule's YAML file, field for field: how a vendor turns machines into licences. Pure.

Rules are data, since every vendor changes them and every contract may differ: versioned, dated,
with their source. Adding one needs no Python unless its metric is new.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from core.strict import Day, Line, Name, Slug, Strict, Text, Truth
from core.units import Count, Positive
from tenants.moved import regions_of_sites


class Metric(StrEnum):
    """What is counted, before floors, factors and rounding."""

    CORES = "cores"
    """Physical cores of the hosts."""
    SOCKETS = "sockets"
    HOSTS = "hosts"
    VCPUS = "vcpus"
    """Virtual processors of the servers."""
    SERVERS = "servers"


HOST_METRICS = frozenset({Metric.CORES, Metric.SOCKETS, Metric.HOSTS})


class Level(StrEnum):
    """Where a sum is rounded up, from the smallest to the largest."""

    SERVER = "server"
    HOST = "host"
    FACTOR_GROUP = "factor_group"
    SITE = "site"
    PARK = "park"
    NEVER = "never"


class Reach(StrEnum):
    """Which hosts count for a server: those it runs on, or all that it may move to."""

    HOST = "host"
    AGGREGATE = "aggregate"
    SITE = "site"
    PARK = "park"


class Peak(StrEnum):
    """What is owed for a period."""

    CURRENT = "current"
    HIGH_WATER_MARK = "high_water_mark"


class Period(StrEnum):
    """Over which a high-water mark is taken."""

    MONTH = "month"
    QUARTER = "quarter"
    CALENDAR_YEAR = "calendar_year"
    FISCAL_YEAR = "fiscal_year"
    """Of Japan: 1 April to 31 March."""


class Confidence(StrEnum):
    """Who says so."""

    VENDOR = "vendor"
    TOOL = "tool"
    """A licence-management tool's own manual."""
    RESELLER = "reseller"


_EXACT = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12}|/[1-9][0-9]{0,11})?")


def _exact(value: object) -> object:
    """0.1 as a person wrote it, not as a binary fraction, and no more digits than anybody needs.

    Fraction("1e99999999") alone would fill the memory.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not _EXACT.fullmatch(str(value)):
        raise PydanticCustomError("float_parsing", "must be a number")
    return Fraction(str(value))


Exact = Annotated[Fraction, BeforeValidator(_exact), WithJsonSchema({"type": ["number", "string"]})]
"""A number without rounding: 0.5 or 1/3."""


def _outcome(value: object) -> object:
    return value if value == "refused" else _exact(value)


Outcome = Annotated[
    Fraction | Literal["refused"],
    BeforeValidator(_outcome),
    WithJsonSchema({"type": ["number", "string"]}),
]
"""A number, or `refused`: the rule does not allow such a host."""


class Floors(Strict):
    """The least that counts, however small the machine."""

    cores_per_socket: Count = 0
    cores_per_host: Count = 0
    vcpus_per_server: Count = 0


class Cap(StrEnum):
    """What virtual processors never count beyond."""

    NONE = "none"
    HOST_CORES_PER_SERVER = "host_cores_per_server"
    """Each server by itself, at its host's cores."""
    HOST_CORES = "host_cores"
    """All servers of a host together, at the host's cores."""


class Unknown(Strict):
    """What is assumed where nobody knows a host's sockets and cores."""

    sockets: Positive
    cores_per_socket: Positive
    capped: Truth = False
    """Whether the cap holds even so."""


class Step(Strict):
    """Units up to `up_to` weigh `weight` each; the last step has no end."""

    up_to: Positive | None = None
    weight: Exact


class ExampleHost(Strict):
    """Without sockets: nobody knows."""

    sockets: Positive | None = None
    cores_per_socket: Positive | None = None
    factor: Slug = "default"
    site: Slug = "primary"
    aggregate: Slug = "general"


class ExampleServer(Strict):
    """`left_days_ago` is for one that has run on the host and went."""

    host: Slug
    vcpus: Positive = 1
    left_days_ago: Positive | None = None
    powered_on: Truth = True
    passive: Truth = False
    sub_capacity: Truth = True


class Example(Strict):
    """Numbers in, a number out, and who says so. `kumiai check` counts each."""

    says: Text
    hosts: dict[Slug, ExampleHost]
    servers: dict[Slug, ExampleServer] = Field(default_factory=dict)
    later: tuple[dict[Slug, ExampleServer], ...] = ()
    """The servers at later moments of the same period, for a high-water mark."""
    required: Outcome
    source: Text


class Rule(Strict):
    """How one metric of one vendor is counted, and since when."""

    moved: ClassVar = {"regions": regions_of_sites}

    id: Slug
    title: Name
    vendor: Line
    counts: Metric
    floors: Floors = Floors()
    factors: dict[Slug, Exact] = Field(default_factory=dict)
    """By a host's factor class; `default` for the others. None at all is a factor of one."""
    servers_per_set: Positive | None = None
    """The host is licensed once more for every so many servers on it."""
    cap: Cap = Cap.NONE
    units_per_licence: Positive = 1
    round_up_at: Level = Level.PARK
    steps: tuple[Step, ...] = ()
    reach: Reach = Reach.HOST
    window_days: Count = 0
    """How long a host counts after its last server has gone."""
    powered_off_counts: Truth = False
    free_passive_servers: Count = 0
    """Passive replicas per primary that need no licence while they are passive."""
    contagious: Truth = False
    """One server that may not be counted by its vCPUs makes all cores of its host count."""
    all_or_nothing: Truth = False
    """Where too few are owned none of them counts, and everything is missing."""
    evidence_every_minutes: Positive | None = None
    """How often somebody must have looked where its servers run, for them to be counted so."""
    sockets_at_most: Positive | None = None
    """A host with more sockets may not be licensed by this rule at all."""
    unknown: Unknown | None = None
    peak: Peak = Peak.CURRENT
    period: Period = Period.FISCAL_YEAR
    per_region: Truth = False
    """Each `licence_region` of the sites has a high-water mark of its own, and they add up."""
    source: Text
    read_on: Day
    confidence: Confidence
    valid_from: Day
    valid_to: Day | None = None
    note: str = ""
    examples: tuple[Example, ...] = ()


ABOUT_THE_RULE = frozenset(
    {"title", "vendor", "source", "read_on", "confidence", "valid_to", "note", "examples"}
    | {"evidence_every_minutes"}
)
"""What may be corrected after a rule's first use: none of it changes a number."""


def fingerprint(rule: Rule) -> str:
    """The same for as long as the rule counts the same.

    Fields that a rule does not use are left out, so that a new kind of field changes no rule.
    """
    return _digest(what_counts(rule))


def fingerprint_with_regions(rule: Rule, regions: Mapping[str, str]) -> str:
    """The fingerprint that the rule had while it named the sites' regions itself.

    Ledgers of that time remember it; where it fits the regions that the sites name today, the rule
    counts as it did.
    """
    content = what_counts(rule)
    del content["per_region"]
    return _digest({**content, "regions": dict(regions)})


def what_counts(rule: Rule) -> dict[str, object]:
    """The fields on which its numbers depend, without those that it does not use."""
    return rule.model_dump(mode="json", exclude=set(ABOUT_THE_RULE), exclude_defaults=True)


def _digest(content: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
