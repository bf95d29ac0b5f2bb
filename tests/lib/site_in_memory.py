"""A site's OpenStack in memory: what stands there, and what refuses to go before something else.

As much of an openstacksdk connection as those who look at a leaving member ask of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

from infra import kinds
from infra.asking.row import GIB
from infra.remains.things import Thing

CARRIED = (kinds.PORT.word, kinds.SUBNET.word)


@dataclass
class SiteInMemory:
    """One site's; it is its own connection. `containers` are those of the one project in which
    somebody may log in, each with its objects; `went` is told of everything that goes, in order."""

    projects: dict[str, str]
    things: list[Thing] = field(default_factory=list)
    containers: dict[str, list[str]] = field(default_factory=dict)
    went: list[str] = field(default_factory=list)
    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    """By container: Swift's headers that say where and how it keeps older versions."""
    parents: dict[str, str] = field(default_factory=dict)
    """By project: the one that it stands below."""

    @property
    def identity(self) -> Any:
        return SimpleNamespace(
            projects=self._projects,
            users=lambda: self._rows(kinds.USER.word),
            find_user=lambda name: None,
            delete_user=self._take,
        )

    @property
    def compute(self) -> Any:
        none_on_a_host = SimpleNamespace(status_code=200, json=lambda: {"servers": []})
        return SimpleNamespace(
            get=lambda path, microversion: none_on_a_host,
            servers=lambda all_projects: self._rows(kinds.SERVER.word),
            server_groups=lambda all_projects: self._rows(kinds.SERVER_GROUP.word),
            keypairs=lambda user_id: [
                row for row in self._rows(kinds.KEYPAIR.word) if row.of == user_id
            ],
            delete_server=self._take,
            find_server=lambda id_, all_projects: self._find(id_),
            delete_keypair=lambda name, user_id: self._take(name),
            delete_server_group=self._take,
        )

    @property
    def network(self) -> Any:
        return SimpleNamespace(
            ips=lambda: self._rows(kinds.FLOATING_ADDRESS),
            ports=lambda: self._rows(kinds.PORT.word),
            routers=lambda: self._rows(kinds.ROUTER.word),
            subnets=lambda: self._rows(kinds.SUBNET.word),
            networks=lambda: self._rows(kinds.NETWORK.word),
            security_groups=lambda: self._rows(kinds.GROUP.word),
            find_port=self._find,
            delete_port=self._take,
            delete_network=self._take,
            delete_ip=self._take,
        )

    @property
    def block_storage(self) -> Any:
        return SimpleNamespace(
            volumes=lambda all_projects: self._rows(kinds.VOLUME.word),
            snapshots=lambda all_projects: self._rows(kinds.SNAPSHOT),
            backups=lambda all_projects: self._rows(kinds.BACKUP),
            find_backup=self._find,
            find_snapshot=self._find,
            find_volume=lambda id_, all_projects: self._find(id_),
            delete_backup=self._take,
            delete_snapshot=self._take,
            delete_volume=self._take,
        )

    @property
    def image(self) -> Any:
        return SimpleNamespace(
            images=lambda visibility, is_hidden: () if is_hidden else self._rows(kinds.IMAGE.word),
            find_image=self._find,
            delete_image=self._take,
        )

    @property
    def object_store(self) -> Any:
        return SimpleNamespace(
            containers=lambda: [SimpleNamespace(name=name) for name in self.containers],
            head=lambda path: SimpleNamespace(
                status_code=200 if path[1:] in self.containers else 404,
                headers={
                    "X-Container-Object-Count": str(len(self.containers.get(path[1:], []))),
                    **self.kept.get(path[1:], {}),
                },
            ),
            get=self._listed,
            post=self._set,
            delete=self._delete,
        )

    def _rows(self, kind: Any) -> Iterator[Any]:
        return iter([_row(one) for one in self.things if one.kind == kind])

    def _projects(self, parent_id: str = "") -> list[Any]:
        return [
            SimpleNamespace(id=key, name=name, description="")
            for key, name in self.projects.items()
            if not parent_id or self.parents.get(key) == parent_id
        ]

    def _find(self, id_: str) -> Any:
        return next((_row(one) for one in self.things if one.id == id_), None)

    def _take(self, id_: str) -> None:
        """Raises: ValueError where it would be refused."""
        kept = [one.id for one in self.things if id_ in (one.of, one.network)]
        ports = [one.id for one in self.things if one.of == id_ and one.kind in CARRIED]
        if set(kept) - set(ports):
            raise ValueError(f"{id_} is refused while {kept} stand")
        self.things = [one for one in self.things if one.id not in {id_, *ports}]
        self.went.append(id_)

    def _listed(self, path: str, params: dict[str, str]) -> Any:
        names = [] if "marker" in params else self.containers.get(path[1:], [])
        rows = [
            {"name": name, "bytes": 2**20, "last_modified": "2026-11-25T03:00:00.000000"}
            for name in names
        ]
        return SimpleNamespace(status_code=200, json=lambda: rows)

    def _set(self, path: str, headers: dict[str, str]) -> Any:
        kept = self.kept.setdefault(path[1:], {})
        if "X-Versions-Enabled" in headers and {"X-Versions-Location", "X-History-Location"} & {
            *kept
        }:
            return _Refusal(400)
        for name, value in headers.items():
            if name.startswith("X-Remove-"):
                kept.pop(name.replace("X-Remove-", "X-"), None)
            else:
                kept[name] = value
        return SimpleNamespace(status_code=204, headers={})

    def _delete(self, path: str, params: dict[str, str] | None = None) -> Any:
        container, _, name = path[1:].partition("/")
        history = self.kept.get(container, {}).get("X-History-Location")
        if name and history is not None and history not in self.containers:
            return _Refusal(412)
        if name:
            self.containers[container].remove(unquote(name))
        elif self.containers[container]:
            raise ValueError(f"{container} is not empty")
        else:
            del self.containers[container]
            self.went.append(container)
        return SimpleNamespace(status_code=204, headers={})


class _Refusal(SimpleNamespace):
    """What Swift answers where it does not do what was asked."""

    def __init__(self, status_code: int) -> None:
        super().__init__(
            status_code=status_code, headers={"content-type": "text/plain"}, reason="no", text="no"
        )
        self.url, self.request = "", SimpleNamespace(method="POST", url="")


def _row(one: Thing) -> Any:
    """As openstacksdk shows it, with what any of its kinds has."""
    return SimpleNamespace(
        id=one.id,
        name=one.name,
        of=one.of,
        project_id=one.project,
        owner_id=one.project,
        default_project_id=one.project,
        device_id=one.of,
        device_owner="",
        network_id=one.network,
        volume_id=one.of,
        size=one.size_bytes // GIB,
        created_at="2026-11-25T03:00:00.000000",
        floating_ip_address=one.name,
        attachments=[],
        status="available",
        is_protected=False,
    )
