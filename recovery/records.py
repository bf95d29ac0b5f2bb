"""What Cinder must be told so that it restores from objects alone: a record per backup. Pure.

No export of the source is needed: every field is in the manifest. Ids are made anew for each run,
so that no two runs meet, and taking a record away, with which Cinder takes the objects away, takes
only what was copied for that run. Tried on Cinder 29.0.0: the fields below suffice.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence

from core.strict import Strict
from recovery.manifest import VolumeCopy

SUFFICES = ("_metadata", "_sha256file")


class Record(Strict):
    """One backup of a chain, as it is imported."""

    id: str
    parent: str | None
    copy_of: VolumeCopy

    def as_import(self, container: str, service: str) -> dict[str, object]:
        """The body of `POST /backups/import_record`; `service` is that site's backup driver."""
        copy = self.copy_of
        url: dict[str, object] = {
            "id": self.id,
            "parent_id": self.parent,
            "display_name": copy.name,
            "display_description": None,
            "container": container,
            "size": copy.gib,
            "service_metadata": copy.prefix,
            "object_count": sum(not one.name.endswith(SUFFICES) for one in copy.objects),
            "volume_id": copy.id,
            "driver_info": {},
        }
        return {
            "backup-record": {
                "backup_service": service,
                "backup_url": b64encode(json.dumps(url).encode()).decode(),
            }
        }


def records_of(chain: Sequence[VolumeCopy], ids: Sequence[str]) -> list[Record]:
    """A record per copy, the full one first, each building on the one before."""
    parents = (None, *ids[:-1])
    return [
        Record(id=id_, parent=parent, copy_of=copy)
        for copy, id_, parent in zip(chain, ids, parents, strict=True)
    ]
