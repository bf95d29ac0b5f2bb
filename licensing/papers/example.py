"""A counting rule's worked example, field for field: numbers in, a number out. Pure."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from core.strict import Slug, Strict, Text, Truth
from core.units import Count, Positive, PositiveDays
from licensing.papers.measure import Metric, exact
from tenants.catalogue_model import Counted
from tenants.site import DEFAULT_CLASS, MOST_THREADS, ProcessorClasses


def _outcome(value: object) -> object:
    return value if value == "refused" else exact(value)


Outcome = Annotated[
    Fraction | Literal["refused"],
    BeforeValidator(_outcome),
    WithJsonSchema({"type": ["number", "string"]}),
]
"""A number, or `refused`: the rule does not allow such a host."""


class ExampleHost(Strict):
    """Without sockets: nobody knows."""

    sockets: Positive | None = None
    sockets_possible: Positive | None = None
    cores_per_socket: Positive | None = None
    threads_per_core: int = Field(default=1, ge=1, le=MOST_THREADS, strict=True)
    ram_gib: Positive | None = None
    factor: ProcessorClasses = (DEFAULT_CLASS,)
    site: Slug = "primary"
    aggregate: Slug = "general"


class ExampleServer(Counted):
    """`left_days_ago` is for one that has run on the host and went.

    `since_days_ago` is for one that is there for longer than the example.
    """

    host: Slug
    member: Slug = "hita"
    vcpus: Positive = 1
    left_days_ago: PositiveDays | None = None
    since_days_ago: PositiveDays | None = None
    powered_on: Truth = True
    passive: Truth = False


class Example(Strict):
    """Numbers in, a number out, and who says so. `kumiai check` counts each."""

    says: Text
    hosts: dict[Slug, ExampleHost] = Field(default_factory=dict)
    servers: dict[Slug, ExampleServer] = Field(default_factory=dict)
    later: tuple[dict[Slug, ExampleServer], ...] = ()
    """The servers at later moments of the same period, for a high-water mark."""
    declared: dict[Slug, dict[Metric, Count]] = Field(default_factory=dict)
    """By municipality what it declares: staff, users, devices, storage."""
    required: Outcome
    source: Text
