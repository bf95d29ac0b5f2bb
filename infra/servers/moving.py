"""Moves and resizes a server through Nova, and watches until it is at rest. Adapter: openstacksdk.

Whatever was begun and not ended (we were killed, or somebody else began it) is waited for and
confirmed first, so that the same command once more goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cloud.asked import asked
from cloud.connection import Cloud
from cloud.nova import MICROVERSION, NOVA, get
from core.errors import OtherSystemFailed
from core.message import Message, say

LOOK_EVERY_SECONDS = 1.0
PATIENCE_SECONDS = 3600.0
"""A large server's memory takes a while to copy; beyond this something is wrong."""

ENDED_BADLY = frozenset({"error", "failed", "cancelled"})
ENDED = ENDED_BADLY | {"done", "completed", "finished", "confirmed", "reverted"}
"""What Nova calls a migration with which nothing goes on. Source: nova/compute/manager.py and
resource_tracker.py of OpenStack 2026.2, read on 2026-11-26."""

WAITS_FOR_WORD = "finished"
"""Of a migration: it is done and is to be confirmed. Source: nova/compute/api.py, `confirm_resize`,
which makes it *confirming* and leaves the server without a task; OpenStack 2026.2."""

Told = Callable[[Message], None]


@dataclass(frozen=True)
class Mover:
    """Acts at one site; each step is told as it happens."""

    cloud: Cloud
    site: str
    told: Told

    def migrate(self, server: str, host: str, *, live: bool) -> None:
        """Bring a server (by id) to `host`: running as it is, or stopped for the while.

        Raises: OtherSystemFailed where Nova refuses, the move ends badly or takes an hour.
        """
        self._settled(server)
        if self._now(server)["OS-EXT-SRV-ATTR:host"] == host:
            return
        body: dict[str, Any] = {"host": host}
        if live:
            self._ask(server, {"os-migrateLive": {**body, "block_migration": "auto"}})
        else:
            self._ask(server, {"migrate": body})
        self._settled(server)
        self._need_host(server, host)

    def resize(self, server: str, flavor: str) -> None:
        """Give a server another size. Raises: as `migrate`."""
        self._settled(server)
        if self._now(server)["flavor"]["original_name"] == flavor:
            return
        with asked(self.site, NOVA):
            flavors = get(self.cloud, "/flavors")["flavors"]
        ids = {row["name"]: row["id"] for row in flavors}
        self._ask(server, {"resize": {"flavorRef": ids.get(flavor, flavor)}})
        self._settled(server)
        found = self._now(server)["flavor"]["original_name"]
        if found != flavor:
            raise self._failed(server, say("it is {found} still", found=found))

    def evacuate(self, server: str, host: str) -> None:
        """Start a server of a dead host anew on `host`, from its volumes. Raises: as `migrate`."""
        if self._now(server)["OS-EXT-SRV-ATTR:host"] == host:
            self._settled(server)
            return
        self._ask(server, {"evacuate": {"host": host}})
        self._settled(server)
        self._need_host(server, host)

    def _ask(self, server: str, action: Mapping[str, object]) -> None:
        from openstack.exceptions import raise_from_response

        with asked(self.site, NOVA):
            answer = self.cloud.compute.post(
                f"/servers/{server}/action", json=action, microversion=MICROVERSION
            )
            raise_from_response(answer)

    def _settled(self, server: str) -> None:
        """Wait until nothing is being done to the server; a move that waits for it is confirmed."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        last = None
        while True:
            now = self._now(server)
            doing = now["OS-EXT-STS:task_state"]
            if doing is None and now["status"] == "ERROR":
                fault = now.get("fault", {}).get("message", "no reason is given")
                raise self._failed(server, say("Nova has it in ERROR: {fault}", fault=fault))
            if doing is None and now["status"] == "VERIFY_RESIZE":
                # While Nova confirms, the migration alone says so: asked again, it would refuse.
                if self._last_migration(server) == WAITS_FOR_WORD:
                    self._ask(server, {"confirmResize": None})
            elif doing is None:
                return
            elif doing != last:
                self.told(say("  {server}: {doing}", server=now["name"], doing=doing))
                last = doing
            if time.monotonic() > deadline:
                raise self._failed(server, say("{doing} takes more than an hour", doing=doing))
            time.sleep(LOOK_EVERY_SECONDS)

    def _need_host(self, server: str, host: str) -> None:
        """Nova ends the work first and names the new host a little later, with the migration's end:
        until then a server at rest is on the old one still."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            status = self._last_migration(server)
            found = self._now(server)["OS-EXT-SRV-ATTR:host"]
            if found == host:
                return
            if status is None or status in ENDED or time.monotonic() > deadline:
                break
            time.sleep(LOOK_EVERY_SECONDS)
        reason = say("it is on {found} still", found=found)
        if status in ENDED_BADLY:
            reason = say(
                "it is on {found} still, the migration ended as {status}",
                found=found,
                status=status,
            )
        raise self._failed(server, reason)

    def _last_migration(self, server: str) -> str | None:
        with asked(self.site, NOVA):
            rows = get(self.cloud, f"/os-migrations?instance_uuid={server}")["migrations"]
        last = max(rows, key=lambda row: int(row["id"]), default=None)
        return None if last is None else str(last["status"])

    def _now(self, server: str) -> Any:
        with asked(self.site, NOVA):
            return get(self.cloud, f"/servers/{server}")["server"]

    def _failed(self, server: str, reason: Message) -> OtherSystemFailed:
        return OtherSystemFailed(
            say(
                "{server} did not get where it was to go: {reason}. Nova's own log says more; "
                "mend it and run the same command again",
                server=self._now(server)["name"],
                reason=reason,
            )
        )
