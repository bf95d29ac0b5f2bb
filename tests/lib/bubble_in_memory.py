"""Projects that are made and go again, with networks and servers in them, at a site in memory.

Like Neutron it refuses to delete a network on which ports are, and makes a security group with a
project's first port.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.lib.swift_in_memory import Answer

KEYS = {
    "networks": "network",
    "subnets": "subnet",
    "ports": "port",
    "routers": "router",
    "security-groups": "security_group",
}


@dataclass
class BubbleInMemory:
    """Rows as the API shows them, by id; a project's id is its name."""

    projects: set[str] = field(default_factory=set)
    servers: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {kind: {} for kind in KEYS}
    )
    begun: list[dict[str, Any]] = field(default_factory=list)
    """Every server that was ever made."""
    fails: str = ""
    """The state that a server gets instead of ACTIVE."""
    _count: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.projects or self.servers or any(self.rows.values()))

    def neutron(self, method: str, kind: str, row: str, question: Any, asked: Any) -> Answer:
        rows = self.rows[kind]
        if method == "GET":
            found = [
                one for one in rows.values() if all(one.get(k) == v for k, v in question.items())
            ]
            return Answer(200, {kind.replace("-", "_"): found})
        if method == "DELETE":
            if kind == "networks" and any(p["network_id"] == row for p in self._of("ports")):
                return Answer(409, {"NeutronError": {"message": "ports are in use"}})
            if kind == "networks":
                for one in [s for s in self._of("subnets") if s["network_id"] == row]:
                    del self.rows["subnets"][one["id"]]
            return Answer(204) if rows.pop(row, None) else Answer(404)
        made = self._made(kind, asked[KEYS[kind]])
        return Answer(201, {KEYS[kind]: made})

    def in_project(self, project: str) -> list[dict[str, Any]]:
        return [one for one in self.servers.values() if one["project"] == project]

    def server(self, project: str, asked: Any) -> Answer:
        self._count += 1
        row = {"id": f"server-{self._count}", "name": asked["name"], "project": project}
        row |= {"status": self.fails or "ACTIVE", "locked": False, "asked": asked}
        self.servers[row["id"]] = row
        self.begun.append(row)
        return Answer(202, {"server": {"id": row["id"]}})

    def _made(self, kind: str, asked: Any) -> dict[str, Any]:
        self._count += 1
        made = {"id": f"{kind}-{self._count}", "name": "", "device_owner": "", **asked}
        if kind == "networks":
            made["subnets"] = []
        if kind == "subnets":
            self.rows["networks"][made["network_id"]]["subnets"].append(made["id"])
        if kind == "ports":
            made["project_id"] = self.rows["networks"][made["network_id"]]["project_id"]
            group = {"id": f"group-of-{made['project_id']}", "project_id": made["project_id"]}
            self.rows["security-groups"][group["id"]] = group
        self.rows[kind][made["id"]] = made
        return made

    def _of(self, kind: str) -> list[dict[str, Any]]:
        return list(self.rows[kind].values())
