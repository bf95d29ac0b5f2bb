"""A site's Swift in memory: accounts, containers, and versions where a container keeps them.

It answers as Swift 2.38.3 does where copies depend on it: a mark for a deletion, the header that
compares a hash, versions that a container's writer cannot delete.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from recovery.vault import DELETED


@dataclass
class Answer:
    status: int
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()

    def __post_init__(self) -> None:
        if not isinstance(self.body, bytes):
            self.headers = {"Content-Type": "application/json", **self.headers}


@dataclass
class Version:
    id: str
    at: str
    content: bytes | None
    """None: a mark that says deleted."""

    def row(self, name: str) -> dict[str, Any]:
        content = self.content or b""
        return {
            "name": name,
            "hash": hashlib.md5(content, usedforsecurity=False).hexdigest(),
            "bytes": len(content),
            "last_modified": self.at,
            "content_type": DELETED if self.content is None else "application/octet-stream",
            "version_id": self.id,
        }


@dataclass
class Container:
    versioned: bool = False
    writers: set[str] = field(default_factory=set)
    objects: dict[str, list[Version]] = field(default_factory=dict)
    """By name, the newest last."""

    def newest(self, name: str) -> Version | None:
        found = self.objects.get(name)
        return found[-1] if found and found[-1].content is not None else None


@dataclass
class SwiftInMemory:
    """`readers` are users who may look everywhere and change nothing, but as a writer."""

    accounts: dict[str, dict[str, Container]] = field(default_factory=dict)
    readers: set[str] = field(default_factory=set)
    does_nothing: bool = False
    """Answers a PUT of an object with 304."""
    room: int | None = None
    """So many objects more find a place on its disks; None: however many."""
    _count: int = 0

    def names(self, account: str, container: str) -> list[str]:
        found = self.accounts.get(account, {}).get(container, Container())
        return sorted(name for name in found.objects if found.newest(name))

    def put(self, account: str, container: str, name: str, content: bytes | None) -> str:
        """As whoever may do anything; None deletes. The version that it became."""
        found = self.accounts.setdefault(account, {}).setdefault(container, Container())
        self._count += 1
        version = Version(f"{self._count:06}.0", f"2026-11-26T00:00:00.{self._count:06}", content)
        if found.versioned:
            found.objects.setdefault(name, []).append(version)
        elif content is None:
            found.objects.pop(name, None)
        else:
            found.objects[name] = [version]
        return version.id

    def get(self, account: str, container: str, name: str) -> bytes:
        version = self.accounts[account][container].newest(name)
        if version is None or version.content is None:
            raise KeyError(name)
        return version.content

    def answer(
        self,
        method: str,
        account: str,
        parts: list[str],
        question: Mapping[str, str],
        headers: Any,
        body: bytes,
        user: str,
    ) -> Answer:
        containers = self.accounts.setdefault(account, {})
        if not parts or not parts[0]:
            return Answer(200, [{"name": name} for name in sorted(containers)])
        container = containers.get(parts[0])
        changes = method in {"PUT", "DELETE", "POST"}
        its_own = container is not None and user in container.writers and len(parts) > 1
        if changes and user in self.readers and (not its_own or "version-id" in question):
            return Answer(403)
        if len(parts) == 1:
            return self._container(method, containers, parts[0], question, headers)
        if container is None:
            return Answer(404)
        return self._object(method, account, parts[0], parts[1], question, headers, body)

    def _container(
        self,
        method: str,
        containers: dict[str, Container],
        name: str,
        question: Mapping[str, str],
        headers: Any,
    ) -> Answer:
        if method == "PUT":
            found = containers.setdefault(name, Container())
            found.versioned |= headers.get("X-Versions-Enabled") == "true"
            writer = headers.get("X-Container-Write")
            found.writers |= {writer.rpartition(":")[2]} if writer else set()
            return Answer(201)
        if name not in containers:
            return Answer(404)
        found = containers[name]
        if method == "DELETE":
            if found.objects:
                return Answer(409)
            del containers[name]
            return Answer(204)
        rows = [
            version.row(key)
            for key, versions in sorted(found.objects.items())
            for version in reversed(versions)
            if key.startswith(question.get("prefix", "")) and key > question.get("marker", "")
            if "versions" in question or (version is versions[-1] and version.content is not None)
        ]
        if "versions" not in question:
            rows = [{k: v for k, v in row.items() if k != "version_id"} for row in rows]
        return Answer(200, rows[: int(question.get("limit", 10_000))])

    def _object(
        self,
        method: str,
        account: str,
        container: str,
        name: str,
        question: Mapping[str, str],
        headers: Any,
        body: bytes,
    ) -> Answer:
        found = self.accounts[account][container]
        if method == "PUT" and self.does_nothing:
            return Answer(304)
        if method == "PUT":
            etag = headers.get("ETag")
            if etag and etag != hashlib.md5(body, usedforsecurity=False).hexdigest():
                return Answer(422)
            if self.room == 0:
                return Answer(503)  # what the proxy makes of the disks' 507
            if self.room is not None:
                self.room -= 1
            made = self.put(account, container, name, body)
            return Answer(201, b"", {"X-Object-Version-Id": made})
        versions = found.objects.get(name, [])
        wanted = question.get("version-id")
        if method == "DELETE" and wanted is None:
            if found.newest(name) is None:
                return Answer(404)
            self.put(account, container, name, None)
            return Answer(204)
        version = (
            next((one for one in versions if one.id == wanted), None)
            if wanted
            else found.newest(name)
        )
        if version is None or version.content is None:
            return Answer(404)
        if method == "DELETE":
            versions.remove(version)
            if not versions:
                del found.objects[name]
            return Answer(204)
        return Answer(200, version.content)
