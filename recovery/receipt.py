"""What the other site says of a generation: that it holds it, and that it restored it. Pure."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from core.strict import Line, Slug
from core.units import Count, Positive
from recovery.manifest import Document, Instant, Manifest, Sha256


class Receipt(Document):
    """The site `held_at` has read every object whole, hashed it, and keeps it in these versions.

    The newest version of a name is never trusted: whoever may write may put another on top.
    """

    form: Literal["kumiai.receipt.1"] = "kumiai.receipt.1"
    held_at: Slug
    member: Slug
    system: Slug
    number: Positive
    manifest: Sha256
    taken_in_at: Instant
    versions: dict[Line, Line]
    """By the object's name: its version in the vault."""


class ProvenVolume(Document):
    """A volume that was restored, read whole, and found to be what the manifest says."""

    name: Line
    content: Sha256
    gib: Positive
    objects: Count
    """Of the whole chain, each read from its version and hashed."""
    bytes: Count
    restore_seconds: Count


class Proof(Document):
    """Every volume of a generation was restored at `proven_at_site`, and equals the source's."""

    form: Literal["kumiai.proof.1"] = "kumiai.proof.1"
    proven_at_site: Slug
    member: Slug
    system: Slug
    number: Positive
    manifest: Sha256
    proven_at: Instant
    run: Line
    volumes: tuple[ProvenVolume, ...] = Field(min_length=1)
    containers: dict[Line, Count] = Field(default_factory=dict)
    """How many objects of each were read whole and hashed."""

    def proves(self, manifest: Manifest) -> bool:
        """Whether it speaks of this manifest, of every volume in it with the same content, and of
        every object of its containers."""
        proven = {one.name: one.content for one in self.volumes}
        return (
            self.manifest == manifest.sha256
            and proven == {one.name: one.content for one in manifest.volumes}
            and self.containers == {one.name: len(one.objects) for one in manifest.containers}
        )
