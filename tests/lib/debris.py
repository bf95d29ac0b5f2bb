"""What people leave in a municipality's project beside what kumiai has built, by openstacksdk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.lib.waiting import until

BACKUP_SECONDS = 300


@dataclass(frozen=True)
class Debris:
    """`member` is a login in the project, `site` the administrator's."""

    member: Any
    site: Any
    slug: str

    @property
    def project(self) -> str:
        return str(self.member.current_project_id)

    def objects(self) -> None:
        """Older versions of both ways, a large object and an odd name, in kumiai's containers."""
        storage = self.member.object_store
        _done(storage.put("/older"))
        _done(storage.post("/backup", headers={"X-Versions-Location": "older"}))
        for text in (b"of Monday", b"of Tuesday"):
            _done(storage.put("/backup/2026/11/25.tar", data=text))
        _done(storage.put("/backup/%E8%87%BC%E6%9D%B5 %2F%23?x", data=b"a name that people write"))
        _done(storage.post("/forms", headers={"X-Versions-Enabled": "true"}))
        for text in (b"of Monday", b"of Tuesday"):
            _done(storage.put("/forms/moving-in.pdf", data=text))
        _done(storage.delete("/forms/moving-in.pdf"))
        _done(storage.put("/backup_segments"))
        for number in (1, 2):
            _done(storage.put(f"/backup_segments/whole/{number}", data=b"half"))
        headers = {"X-Object-Manifest": "backup_segments/whole/"}
        _done(storage.put("/backup/whole", headers=headers))

    def copies(self) -> None:
        """A snapshot, and a backup with one that builds on it, of a volume of kumiai's."""
        storage = self.member.block_storage
        volume = next(one for one in storage.volumes() if one.name.endswith("-data"))
        snapshot = storage.create_snapshot(volume_id=volume.id, name="before", is_forced=True)
        storage.wait_for_status(snapshot, "available", wait=BACKUP_SECONDS)
        for incremental in (False, True):
            backup = storage.create_backup(
                volume_id=volume.id,
                name="incremental" if incremental else "full",
                is_incremental=incremental,
                force=True,
            )
            storage.wait_for_status(backup, "available", ["error"], 1, BACKUP_SECONDS)

    def strangers(self) -> list[tuple[str, str]]:
        """What is not of kumiai's making: kind and id of each."""
        self._more_room()
        network = next(one for one in self.member.network.networks() if not one.is_router_external)
        port = self.member.network.create_port(name="tap", network_id=network.id)
        server = self.member.compute.create_server(
            name="by-hand",
            flavor_id="small",
            networks=[{"uuid": network.id}],
            block_device_mapping=[
                {
                    "boot_index": 0,
                    "uuid": next(iter(self.member.image.images())).id,
                    "source_type": "image",
                    "destination_type": "volume",
                    "volume_size": 1,
                    "delete_on_termination": True,
                }
            ],
        )
        volume = self.member.block_storage.create_volume(name="aside", size=1)
        image = self.member.image.create_image(
            name="golden", disk_format="raw", container_format="bare", data=b"an image"
        )
        keypair = self.member.compute.create_keypair(name="of-a-vendor")
        _done(self.member.object_store.put("/export"))
        _done(self.member.object_store.put("/export/all.csv", data=b"1,2,3"))
        self.member.block_storage.wait_for_status(volume, "available")
        until(
            lambda: self.member.compute.get_server(server.id).status == "ACTIVE",
            "the server that somebody built",
        )
        [boot] = self.member.compute.volume_attachments(server)
        return [
            ("port", port.id),
            ("server", server.id),
            ("volume", boot.volume_id),
            ("volume", volume.id),
            ("image", image.id),
            ("key pair", keypair.name),
            ("container", "export"),
        ]

    def _more_room(self) -> None:
        """A project has room for what kumiai builds, so somebody has raised its quotas."""
        compute = {"quota_set": {"instances": 99, "cores": 99, "ram": 99 * 1024}}
        _done(self.site.compute.put(f"/os-quota-sets/{self.project}", json=compute))
        storage = {"quota_set": {"volumes": 99, "gigabytes": 999}}
        _done(self.site.block_storage.put(f"/os-quota-sets/{self.project}", json=storage))
        network = {"quota": {"port": 99}}
        _done(self.site.network.put(f"/quotas/{self.project}", json=network))


def _done(answer: Any) -> None:
    answer.raise_for_status()
