"""What a generation is: one system of one member at one point in time, copy by copy. Pure.

A manifest is written and signed at the source once everything it names is written; the site that
takes the copies in signs a receipt, and once it has restored them a proof (`recovery/receipt.py`).
Each is canonical JSON, so that its hash is its name: a manifest names the one before it by hash,
and a receipt and a proof name their manifest so.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from hashlib import md5, sha256
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AwareDatetime, Field, PlainSerializer, ValidationError

from core.canonical import canonical
from core.strict import Line, Slug, Strict
from core.units import Count, Positive, PositiveGib

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Md5 = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""What Swift calls an object's etag."""


def moment(at: datetime) -> str:
    """An instant as documents have it: UTC, to the second.

    >>> moment(datetime(2026, 11, 26, 8, 0, 0, tzinfo=UTC))
    '2026-11-26T08:00:00Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Instant = Annotated[AwareDatetime, PlainSerializer(moment)]


class How(StrEnum):
    """How one point in time was reached."""

    PAUSED = "paused"
    """Every running server of the system was paused while the snapshots were taken, no other wrote.

    `servers` are those that were paused; the others were shut off, suspended or shelved."""
    STILL = "still"
    """No server of the system was running."""
    CRASH = "crash"
    """Each volume by itself while servers ran, as its tier has it for a system of one volume; or
    while one was in a state in which it cannot be paused."""


class ObjectCopy(Strict):
    """One object, as it was read whole and hashed at the source."""

    name: Line
    bytes: Count
    md5: Md5
    sha256: Sha256


def object_of(name: str, content: bytes) -> ObjectCopy:
    return ObjectCopy(
        name=name,
        bytes=len(content),
        md5=md5(content, usedforsecurity=False).hexdigest(),
        sha256=sha256(content).hexdigest(),
    )


ObjectName = Annotated[str, Field(min_length=1)]
"""As people gave it: Swift allows whatever is UTF-8."""


class VolumeCopy(Strict):
    """A volume's backup: what changed since `parent`, or all of it where there is none."""

    name: Line
    id: Line
    type: Line
    gib: PositiveGib
    bootable: bool = Field(strict=True)
    backup: Line
    parent: Line | None
    prefix: Line
    """What the names of all its objects begin with; a record needs it to be restored from."""
    block_bytes: Positive
    content: Sha256
    """Of the volume as it was read at the source: `recovery/content.py`."""
    objects: tuple[ObjectCopy, ...] = Field(min_length=1)


class ContainerCopy(Strict):
    """A container of objects, each kept once for each content, under the name of its hash.

    No storage has snapshots of a container: it is read after the volumes, while servers run.
    """

    name: Line
    read_at: Instant
    names: dict[ObjectName, Line]
    """By the name that an object had: which of `objects` has its content."""
    objects: tuple[ObjectCopy, ...]


class Document(Strict):
    """Whatever is written in canonical JSON and signed."""

    @property
    def text(self) -> str:
        """As it is stored, hashed and signed."""
        return canonical(self.model_dump(mode="json"))

    @property
    def sha256(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises: ValueError where the text is not exactly what `text` would write."""
        try:
            found = cls.model_validate_json(text)
        except ValidationError as error:
            raise ValueError(str(error)) from None
        if found.text != text:
            raise ValueError("not as it would be written")
        return found


DocumentT = TypeVar("DocumentT", bound=Document)


class Manifest(Document):
    """One generation of one system. Numbers begin at 1 and leave none out."""

    form: Literal["kumiai.manifest.1"] = "kumiai.manifest.1"
    member: Slug
    site: Slug
    system: Slug
    number: Positive
    before: Sha256 | None
    """The manifest before this one; None for the first."""
    taken_at: Instant
    how: How
    servers: tuple[Line, ...]
    """Those that were paused for it."""
    volumes: tuple[VolumeCopy, ...] = Field(min_length=1)
    containers: tuple[ContainerCopy, ...] = ()

    @property
    def copies(self) -> tuple[VolumeCopy | ContainerCopy, ...]:
        return (*self.volumes, *self.containers)

    @property
    def names(self) -> frozenset[str]:
        """Of all that it copies."""
        return frozenset(one.name for one in self.copies)

    @property
    def objects(self) -> dict[str, ObjectCopy]:
        """Each once, by its name: containers may share one."""
        return {one.name: one for copy in self.copies for one in copy.objects}

    @property
    def bytes(self) -> int:
        return sum(one.bytes for one in self.objects.values())

    def volume(self, name: str) -> VolumeCopy | None:
        return next((one for one in self.volumes if one.name == name), None)
