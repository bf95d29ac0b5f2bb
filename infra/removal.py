"""How it is waited for that one object in OpenStack goes. Adapter: openstacksdk.

Never more than the one, but for what nobody can have without it. It is gone when a removal
returns, and may be asked for again after a kill: what is gone already is no reason to stop.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import Any

from cloud.connection import Cloud
from core.errors import OtherSystemFailed
from core.message import say
from infra.remains.things import Thing

GONE_SECONDS = 600
"""The longest that one thing may take to go."""

LOOK_EVERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Logins:
    """A site's administrator, and kumiai's login in the member's own project."""

    site: Cloud
    member: Cloud | None
    ended: Event = field(default_factory=Event)
    """Set once a person has interrupted: what is asked for is waited for no longer."""


Removal = Callable[[Logins, Thing], None]
"""Raises: OtherSystemFailed where it takes too long; the SDK's errors."""


FAILED_TO_GO = "error_deleting"
"""What Cinder calls what it failed to delete before: from then on it lets it go by force alone.
Source: cinder/volume/api.py, `delete` and `delete_snapshot`; cinder/backup/api.py, `delete`."""


def deleted(
    logins: Logins,
    thing: Thing,
    look: Callable[[], Any],
    delete: Callable[[str], None],
    by_force: Callable[[str], None] | None = None,
) -> None:
    """Cinder refuses to be asked twice, so what a killed run has asked for is only waited for.

    Raises: as `until`.
    """
    found = look()
    if found is not None and found.status != "deleting":
        if by_force is not None and found.status == FAILED_TO_GO:
            delete = by_force
        delete(thing.id)
    until(logins, thing, look, lambda found: found is None)


def until(
    logins: Logins, thing: Thing, look: Callable[[], Any], well: Callable[[Any], bool]
) -> None:
    """Raises: OtherSystemFailed where OpenStack gives up on it, takes too long, or a person does
    not wait."""
    end = time.monotonic() + GONE_SECONDS
    while True:
        found = look()
        if well(found):
            return
        status = "" if found is None else str(found.status)
        # Nova calls a server that was in error ERROR until it is gone. Source: nova/compute/api.py,
        # `_delete`, which sets the task alone.
        going = getattr(found, "task_state", None) == "deleting"
        gave_up = status.lower().startswith("error") and not going
        if gave_up or time.monotonic() > end:
            raise OtherSystemFailed(
                say(
                    "{kind} {name} does not go, OpenStack calls it {status}; look at it there, "
                    "and run this again",
                    kind=thing.kind,
                    name=thing.called,
                    status=status,
                )
            )
        if logins.ended.wait(LOOK_EVERY_SECONDS):
            raise OtherSystemFailed(
                say("it was interrupted; run it again, and it goes on from there")
            )


def remove_volume(logins: Logins, thing: Thing) -> None:
    """Cinder refuses one that is attached, or that somebody has offered to another project."""
    storage = logins.site.block_storage

    def look() -> Any:
        return storage.find_volume(thing.id, all_projects=True)

    found = look()
    if found is not None and found.status == "awaiting-transfer":
        # The SDK asks for `all_projects`, which Cinder does not know: it would list its own alone.
        offered = storage.get("/os-volume-transfer/detail?all_tenants=1").json()
        for transfer in offered.get("transfers", ()):
            if transfer["volume_id"] == thing.id:
                storage.delete_transfer(transfer["id"])
        until(logins, thing, look, lambda one: one is None or one.status != "awaiting-transfer")
    by_force = partial(storage.delete_volume, force=True)
    deleted(logins, thing, look, storage.delete_volume, by_force)
