"""A site's Nova in memory: servers, what was done to them, and lists with what Nova leaves out.

It keeps times as Nova does, in whole seconds, and tells them as its API does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from openstack.exceptions import NotFoundException

BEGIN = datetime(2026, 4, 1, tzinfo=UTC)
SHUT_DOWN, RUNNING, SUSPENDED = 4, 1, 7


@dataclass
class Server:
    id: str
    name: str
    project: str
    host: str | None
    vcpus: int = 2
    power: int = RUNNING
    status: str = "ACTIVE"
    updated: datetime = BEGIN
    is_deleted: bool = False
    actions: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class NovaInMemory:
    """As much of an openstacksdk connection as the collector asks of it."""

    now: datetime = BEGIN
    servers: dict[str, Server] = field(default_factory=dict)
    projects: dict[str, str] = field(default_factory=lambda: {"p1": "hita"})
    descriptions: dict[str, str] = field(default_factory=dict)
    """What projects say of themselves, by their ids; else Keystone has none."""
    leaves_out: set[str] = field(default_factory=set)
    """Servers that no list has, although they stand: their cell does not answer."""
    _requests: int = 0

    @property
    def identity(self) -> Any:
        rows = [
            SimpleNamespace(id=id_, name=name, description=self.descriptions.get(id_))
            for id_, name in self.projects.items()
        ]
        return SimpleNamespace(projects=lambda: rows)

    @property
    def compute(self) -> Any:
        return SimpleNamespace(get=self._get)

    def create(self, id_: str, name: str, host: str, vcpus: int = 2) -> Server:
        server = Server(id_, name, "p1", host, vcpus)
        self.servers[id_] = server
        self.done(server, "create", ("compute__do_build_and_run_instance", host))
        return server

    def done(self, server: Server, action: str, *steps: tuple[str, str]) -> None:
        """Written down as done, with its steps and their hosts."""
        self.finish(self.begin(server, action), server, *steps)

    def begin(self, server: Server, action: str) -> dict[str, Any]:
        self._requests += 1
        row = {
            "request_id": f"req-{self._requests}",
            "action": action,
            "start_time": self._second(),
            "updated_at": self._second(),
            "events": [],
        }
        server.actions.append(row)
        server.updated = self.now
        return row

    def finish(self, row: dict[str, Any], server: Server, *steps: tuple[str, str]) -> None:
        for step, host in steps:
            row["events"].append(
                {"event": step, "result": "Success", "finish_time": self._second(), "host": host}
            )
        row["updated_at"] = self._second()
        server.updated = self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def on_hosts(self) -> dict[str, tuple[str, str, int, bool]]:
        """By id: name, host, vCPUs, and whether it is on."""
        return {
            s.id: (s.name, s.host, s.vcpus, s.power == RUNNING)
            for s in self._listed()
            if s.host is not None
        }

    def _second(self) -> str:
        return self.now.replace(microsecond=0, tzinfo=None).isoformat()

    def _listed(self, *, deleted: bool = False) -> Iterable[Server]:
        for server in self.servers.values():
            if deleted == (server.is_deleted or server.status == "SOFT_DELETED"):
                yield server

    def _get(self, path: str, microversion: str) -> Any:
        return SimpleNamespace(status_code=200, json=lambda: self._answer(urlsplit(path)))

    def _answer(self, url: Any) -> Mapping[str, Any]:
        parts = url.path.strip("/").split("/")
        if parts == ["servers", "detail"]:
            query = parse_qs(url.query)
            since = datetime.fromisoformat(query.get("changes-since", [BEGIN.isoformat()])[0])
            rows = [
                self._row(server)
                for server in self._listed(deleted="deleted" in query)
                if server.id not in self.leaves_out and server.updated >= since
            ]
            return {"servers": rows if "marker" not in query else []}
        server = self.servers.get(parts[1])
        if server is None or (server.is_deleted and len(parts) == 2):
            raise NotFoundException("no such server")
        if len(parts) == 2:
            return {"server": self._row(server)}
        if len(parts) == 3:
            return {"instanceActions": list(reversed(server.actions))}
        return {"instanceAction": next(a for a in server.actions if a["request_id"] == parts[3])}

    def _row(self, server: Server) -> dict[str, Any]:
        return {
            "id": server.id,
            "name": server.name,
            "status": "DELETED" if server.is_deleted else server.status,
            "tenant_id": server.project,
            "OS-EXT-SRV-ATTR:host": server.host,
            "OS-EXT-STS:power_state": server.power,
            "OS-SRV-USG:launched_at": None,
            "flavor": {"vcpus": server.vcpus},
            "updated": server.updated.replace(microsecond=0).isoformat(),
        }
