"""The records by which Cinder restores from objects alone."""

from __future__ import annotations

import json
from base64 import b64decode

from recovery.chain import chain_of
from recovery.records import records_of
from tests.lib.generations import DATA, generations

DRIVER = "cinder.backup.drivers.swift.SwiftBackupDriver"


def test_every_copy_of_a_chain_gets_a_record_that_builds_on_the_one_before() -> None:
    whole = generations(2)
    volume = whole[1].volume(DATA)
    assert volume is not None
    chain = chain_of(volume, whole)
    assert chain is not None
    full, increment = records_of(chain, ["new-1", "new-2"])
    assert (full.id, full.parent) == ("new-1", None)
    assert (increment.id, increment.parent) == ("new-2", "new-1")


def test_a_record_names_the_objects_where_they_were_copied_for_this_run() -> None:
    [volume] = [one for one in generations(1)[0].volumes if one.name == DATA]
    [record] = records_of([volume], ["new-1"])
    body = record.as_import("restore-1", DRIVER)["backup-record"]
    assert isinstance(body, dict)
    assert body["backup_service"] == DRIVER
    assert json.loads(b64decode(body["backup_url"])) == {
        "id": "new-1",
        "parent_id": None,
        "display_name": DATA,
        "display_description": None,
        "container": "restore-1",
        "size": 1,
        "service_metadata": f"volume_{DATA}/1/az_nova_backup_{DATA}.1",
        "object_count": 1,
        "volume_id": f"id-of-{DATA}",
        "driver_info": {},
    }
