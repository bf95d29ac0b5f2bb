"""What is seen of a volume whose making was cut off: whether anything in it may be anybody's."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from infra.asking.sighting import Sighting
from infra.kinds import VOLUME
from infra.resume.lookup import sightings


def cloud_with(**attributes: object) -> SimpleNamespace:
    """A connection to a project with one volume."""
    volume = SimpleNamespace(id="v-1", name="usuki-core-db-1-boot", **attributes)
    return SimpleNamespace(
        block_storage=SimpleNamespace(
            volumes=lambda name: [volume], get_volume=lambda identifier: volume
        )
    )


@pytest.mark.parametrize("status", ["error_restoring", "available"])
def test_a_volume_from_an_image_that_no_server_used_is_empty_but_not_a_restored_one(
    status: str,
) -> None:
    image = {"image_id": "i-1"}
    broken = status == "error_restoring"
    for metadata, empty in (({}, True), ({"src_backup_id": "b-1"}, False)):
        cloud = cloud_with(
            status=status, volume_image_metadata=image, attachments=[], metadata=metadata
        )
        found = sightings(cloud, VOLUME.token, {"name": "usuki-core-db-1-boot"})
        assert found == [Sighting("v-1", broken=broken, empty=empty)]
