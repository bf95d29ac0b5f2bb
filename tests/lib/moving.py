"""Servers moved and resized through Nova, each watched to its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cloud.nova import MICROVERSION
from lab.definition import Lab
from tests.lib.nova_itself import set_host, soft_delete
from tests.lib.waiting import until

UNSHELVED_TO_A_HOST = "2.91"
"""Nova's microversion since which an administrator names the host."""


@dataclass(frozen=True)
class Moving:
    """One server at one site, as the administrator."""

    cloud: Any
    id: str

    @classmethod
    def named(cls, cloud: Any, name: str) -> Moving:
        servers = cloud.compute.servers(all_projects=True)
        return cls(cloud, next(server.id for server in servers if server.name == name))

    @property
    def now(self) -> Any:
        return self.cloud.compute.get_server(self.id)

    def live_migrate(self, host: str) -> None:
        self.cloud.compute.live_migrate_server(self.id, host=host, block_migration=False)
        self._arrived(host)

    def evacuate(self, host: str) -> None:
        """Start it there; the host where it was is dead. Later versions leave it stopped."""
        path, body = f"/servers/{self.id}/action", {"evacuate": {"host": host}}
        asked = self.cloud.compute.post(path, json=body, microversion=MICROVERSION)
        assert asked.status_code == 200, asked.text
        self._arrived(host)

    def cold_migrate(self) -> None:
        self.cloud.compute.migrate_server(self.id)
        self._confirmed()

    def resize(self, flavor: str) -> None:
        self.cloud.compute.resize_server(self.id, flavor)
        self._confirmed()

    def stop(self) -> None:
        self.cloud.compute.stop_server(self.id)
        until(lambda: self._at_rest("SHUTOFF"), "stop")

    def start(self) -> None:
        self.cloud.compute.start_server(self.id)
        until(lambda: self._at_rest("ACTIVE"), "start")

    def shelve(self) -> None:
        """Off its host at once: the lab's Nova keeps no shelved server on one."""
        self.cloud.compute.shelve_server(self.id)
        until(lambda: self._at_rest("SHELVED_OFFLOADED"), "shelve")

    def unshelve(self, host: str) -> None:
        path, body = f"/servers/{self.id}/action", {"unshelve": {"host": host}}
        asked = self.cloud.compute.post(path, json=body, microversion=UNSHELVED_TO_A_HOST)
        assert asked.status_code == 202, asked.text
        self._arrived(host)

    def suspend(self) -> None:
        self.cloud.compute.suspend_server(self.id)
        until(lambda: self._at_rest("SUSPENDED"), "suspend")

    def resume(self) -> None:
        self.cloud.compute.resume_server(self.id)
        until(lambda: self._at_rest("ACTIVE"), "resume")

    def soft_delete(self, lab: Lab, site: str) -> None:
        """Into Nova's bin."""
        soft_delete(lab, site, self.id)
        until(lambda: self._at_rest("SOFT_DELETED"), "soft delete")

    def restore(self) -> None:
        """Out of it again."""
        self.cloud.compute.restore_server(self.id)
        until(lambda: self._at_rest("ACTIVE"), "restore")

    def is_said_to_run_on(self, lab: Lab, site: str, host: str) -> None:
        """By Nova's record alone."""
        set_host(lab, site, self.id, host)
        until(lambda: self.now.compute_host == host, f"on {host}")

    def _arrived(self, host: str) -> None:
        until(lambda: self.now.compute_host == host and self._at_rest("ACTIVE"), f"on {host}")

    def _confirmed(self) -> None:
        until(lambda: self._at_rest("VERIFY_RESIZE"), "the move")
        self.cloud.compute.confirm_server_resize(self.id)
        until(lambda: self._at_rest("ACTIVE"), "the confirmation")

    def _at_rest(self, status: str) -> bool:
        server = self.now
        return bool(server.status == status and server.task_state is None)
