"""A system's container of objects, copied beside the volumes' backups. Adapter: Swift.

Each content is kept once, under its hash: what did not change since the last generation is not
written again, and people's names, which may be anything, are names of nothing here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from keystoneauth1.exceptions import NotFound

from core.errors import OtherSystemFailed
from core.message import Message, say
from recovery.manifest import ContainerCopy, ObjectCopy, object_of
from recovery.services import SWIFT, Services
from tenants.vocabulary import BACKUP_CONTAINER


def folder_of(container: str) -> str:
    """Where its contents are kept, in the container for backups and in the vault."""
    return f"container_{container}/"


def container_copied(
    services: Services, container: str, tell: Callable[[Message], None]
) -> ContainerCopy:
    """Every object that it has now, read whole, hashed, and kept if that content is not yet.

    Raises: OtherSystemFailed where the container cannot be read.
    """
    rows = list(services.listed(container, ""))
    tell(say("  {container}: {count} objects are copied", container=container, count=len(rows)))
    folder = folder_of(container)
    there = {row["name"] for row in services.listed(BACKUP_CONTAINER, f"prefix={quote(folder)}")}
    now = datetime.now(UTC).replace(microsecond=0)

    def bring(name: str, size: int) -> tuple[str, ObjectCopy] | None:
        try:
            content = services.read(container, name, size)
        except OtherSystemFailed as refusal:
            if isinstance(refusal.__cause__, NotFound):
                return None  # somebody deleted it since it was listed
            raise
        copy = object_of(folder, content)
        copy = copy.model_copy(update={"name": folder + copy.sha256})
        if copy.name not in there:
            path = f"/{BACKUP_CONTAINER}/{quote(copy.name)}"
            services.answer(SWIFT, "PUT", path, data=content, headers={"ETag": copy.md5})
        return name, copy

    found = services.traffic.each(lambda row: bring(row["name"], row["bytes"]), rows)
    copies = [one for one in found if one is not None]
    contents = {copy.name: copy for _, copy in copies}
    return ContainerCopy(
        name=container,
        read_at=now,
        names={name: copy.name for name, copy in copies},
        objects=tuple(contents[name] for name in sorted(contents)),
    )
