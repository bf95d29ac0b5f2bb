"""Waits until a server or volume is no longer on its way, or gone. Adapter to OpenStack."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from blueprint.naming import RESTORED_FROM
from infra.asking.sighting import Sighting

SETTLING_SECONDS = 120
"""How long a server or volume that is still being made may take to be ready or broken."""

LOOK_EVERY_SECONDS = 0.5

_READY = {"ACTIVE", "SHUTOFF", "available", "in-use", "active"}
_BROKEN = {"ERROR", "error", "error_restoring", "killed"}


def settled(look: Callable[[], Any]) -> Sighting:
    end = time.monotonic() + SETTLING_SECONDS
    while True:
        found = look()
        if found.status in _READY or found.status in _BROKEN or time.monotonic() > end:
            return Sighting(
                str(found.id),
                broken=found.status not in _READY,
                empty=_holds_nothing(found),
            )
        time.sleep(LOOK_EVERY_SECONDS)


def _holds_nothing(found: Any) -> bool:
    """A volume from an image that no server ever used, and that was restored from no copy."""
    return (
        bool(getattr(found, "volume_image_metadata", None))
        and not getattr(found, "attachments", None)
        and RESTORED_FROM not in (getattr(found, "metadata", None) or {})
    )
