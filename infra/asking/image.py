"""Glance: images. Adapter: openstacksdk."""

from __future__ import annotations

from collections.abc import Iterator

from cloud.connection import Cloud
from infra import kinds
from infra.asking.row import Asked, Inputs, Row, moment_of
from infra.asking.sighting import Sighting
from infra.remains.things import Thing


def _images(cloud: Cloud) -> Iterator[Row]:
    """Glance lists either those that are hidden or the others."""
    for hidden in (False, True):
        yield from cloud.image.images(visibility="all", is_hidden=hidden)


def _image(row: Row) -> Thing:
    return Thing(
        kinds.IMAGE.word,
        row.id,
        row.name or "",
        row.owner_id or "",
        size_bytes=row.size or 0,
        at=moment_of(row.created_at),
    )


def _found_images(cloud: Cloud, inputs: Inputs) -> list[Sighting]:
    return [Sighting(str(row.id)) for row in cloud.image.images(name=inputs["name"])]


def _half_an_image(cloud: Cloud, identifier: str) -> None:
    cloud.image.delete_image(identifier)


ROWS = (Asked(kinds.IMAGE, _images, _image, find=_found_images, unmade=_half_an_image),)
