"""A Nova in memory: servers on hosts that are moved and resized, each act kept as Nova keeps it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from requests import Response

FLAVORS = {"small": (1, 2048), "medium": (2, 4096), "large": (4, 8192)}
EVENTS = {
    "create": "compute__do_build_and_run_instance",
    "live-migration": "compute_post_live_migration_at_destination",
    "migrate": "compute_finish_resize",
    "resize": "compute_finish_resize",
    "evacuate": "compute_rebuild_instance",
}


@dataclass
class Server:
    id: str
    name: str
    project: str
    host: str
    flavor: str
    updated_at: datetime
    status: str = "ACTIVE"
    actions: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Nova:
    """One site's; it is its own connection, of which `compute` and `identity` are asked."""

    now: datetime
    hosts: dict[str, bool]
    """Whether each host answers."""
    servers: dict[str, Server] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    """Hosts that take no new servers."""
    groups: list[set[str]] = field(default_factory=list)
    """Servers that may not share a host."""
    refused: set[str] = field(default_factory=set)
    """Servers of which every act is refused."""
    asked: list[str] = field(default_factory=list)
    """Every act that was asked for: server and action."""
    confirms_after_looks: int = 0
    """How often a server is looked at before a move that was confirmed is at its end."""
    migrations: dict[str, str] = field(default_factory=dict)
    """Of each server how its last cold move or resize stands."""

    @property
    def compute(self) -> Nova:
        return self

    @property
    def identity(self) -> Nova:
        return self

    def projects(self) -> Iterator[Any]:
        for name in {server.project for server in self.servers.values()}:
            yield type("Project", (), {"id": f"id-of-{name}", "name": name, "description": ""})

    def runs(self, name: str, host: str, flavor: str = "medium", project: str = "usuki") -> None:
        """A server that was built a while ago."""
        server = Server(f"id-{name}", name, project, host, flavor, self.now)
        self.servers[server.id] = server
        self._done(server, "create")

    def host_of(self, name: str) -> str:
        return self.servers[f"id-{name}"].host

    def flavor_of(self, name: str) -> str:
        return self.servers[f"id-{name}"].flavor

    def get(self, path: str, microversion: str) -> Response:
        for pattern, answer in self._answers.items():
            found = re.fullmatch(pattern, path)
            if found is not None:
                return _response(200, answer(*found.groups()))
        return _response(404, {"itemNotFound": {"message": f"{path} could not be found"}})

    def post(self, path: str, json: Mapping[str, Any], microversion: str) -> Response:
        server = self.servers[path.split("/")[2]]
        [(action, wanted)] = json.items()
        self.asked.append(f"{server.name} {action}")
        if server.name in self.refused:
            return _response(409, {"conflictingRequest": {"message": "it is locked"}})
        match action:
            case "os-migrateLive":
                server.host = wanted["host"]
                self._done(server, "live-migration")
            case "evacuate":
                server.host = wanted["host"]
                self._done(server, "evacuate")
            case "migrate":
                server.host, server.status = wanted["host"], "VERIFY_RESIZE"
                self.migrations[server.id] = "finished"
                self._done(server, "migrate")
            case "resize":
                server.flavor = wanted["flavorRef"].removeprefix("id-of-")
                server.status = "VERIFY_RESIZE"
                self.migrations[server.id] = "finished"
                self._done(server, "resize")
            case "confirmResize":
                if self.migrations.get(server.id) != "finished":
                    why = {"message": "Instance has not been resized."}
                    return _response(400, {"badRequest": why})
                self.migrations[server.id] = "confirming"
                self._confirm(server, self.confirms_after_looks)
            case _:
                raise ValueError(action)
        return _response(202, {})

    def put(self, path: str, json: Mapping[str, Any], microversion: str) -> Response:
        host = path.split("/")[2].removeprefix("id-of-")
        self.asked.append(f"{host} {json['status']}")
        change = self.closed.add if json["status"] == "disabled" else self.closed.discard
        change(host)
        return _response(200, {})

    @property
    def _answers(self) -> dict[str, Callable[..., Any]]:
        return {
            r"/servers/detail\?all_tenants=1&limit=\d+": self._list,
            r"/servers/detail\?all_tenants=1&limit=\d+&deleted=true.*": lambda: {"servers": []},
            r"/servers/([^/]+)": self._one,
            r"/servers/([^/]+)/os-instance-actions": self._actions,
            r"/servers/([^/]+)/os-instance-actions/([^/]+)": self._action,
            r"/flavors": lambda: {
                "flavors": [{"name": name, "id": f"id-of-{name}"} for name in FLAVORS]
            },
            r"/os-migrations\?instance_uuid=([^&]*)": self._migrations,
            r"/os-services\?binary=nova-compute": self._services,
            r"/os-server-groups\?all_projects=True": lambda: {
                "server_groups": [
                    {"policy": "anti-affinity", "members": [f"id-{name}" for name in group]}
                    for group in self.groups
                ]
            },
        }

    def _list(self) -> Any:
        return {"servers": [_row(server) for server in self.servers.values()]}

    def _one(self, server: str) -> Any:
        if self.migrations.get(server) == "confirming":
            self._confirm(self.servers[server], self.confirms_after_looks - 1)
        return {"server": _row(self.servers[server])}

    def _confirm(self, server: Server, looks: int) -> None:
        self.confirms_after_looks = looks
        if looks <= 0:
            server.status, self.migrations[server.id] = "ACTIVE", "confirmed"

    def _migrations(self, server: str) -> Any:
        found = self.migrations.get(server)
        return {"migrations": [] if found is None else [{"id": 1, "status": found}]}

    def _services(self) -> Any:
        rows = [
            {
                "host": name,
                "state": "up" if answers else "down",
                "forced_down": False,
                "id": f"id-of-{name}",
                "status": "disabled" if name in self.closed else "enabled",
            }
            for name, answers in self.hosts.items()
        ]
        return {"services": rows}

    def _actions(self, server: str) -> Any:
        return {"instanceActions": self.servers[server].actions[::-1]}

    def _action(self, server: str, request: str) -> Any:
        [found] = [one for one in self.servers[server].actions if one["request_id"] == request]
        return {"instanceAction": found}

    def _done(self, server: Server, action: str) -> None:
        began, self.now = self.now, self.now + timedelta(minutes=1)
        server.updated_at = self.now
        event = {
            "event": EVENTS[action],
            "finish_time": self.now.isoformat(),
            "result": "Success",
            "host": server.host,
        }
        server.actions.append(
            {
                "request_id": f"req-{len(server.actions)}",
                "action": action,
                "start_time": began.isoformat(),
                "updated_at": self.now.isoformat(),
                "events": [event],
            }
        )


def _row(server: Server) -> dict[str, Any]:
    vcpus, ram_mib = FLAVORS[server.flavor]
    return {
        "id": server.id,
        "name": server.name,
        "tenant_id": f"id-of-{server.project}",
        "status": server.status,
        "updated": server.updated_at.isoformat(),
        "OS-EXT-SRV-ATTR:host": server.host,
        "OS-EXT-STS:task_state": None,
        "OS-EXT-STS:power_state": 1,
        "flavor": {"vcpus": vcpus, "ram": ram_mib, "original_name": server.flavor},
    }


def _response(status: int, content: object) -> Response:
    response = Response()
    response.status_code = status
    response.headers["Content-Type"] = "application/json"
    response._content = json.dumps(content).encode()
    response.url = "nova in memory"
    return response
