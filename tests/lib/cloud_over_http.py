"""A site's OpenStack in memory, asked over HTTP: as much as copies need, and a kill at any request.

What it cannot know of the real one is tried on the lab. Here every request of a run can be its
last: the run is a process of its own, and so is its watchdog.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.lib.bubble_in_memory import BubbleInMemory
from tests.lib.cinder_in_memory import CinderInMemory
from tests.lib.swift_in_memory import Answer, SwiftInMemory

SERVICES = {
    "block-storage": "cinder",
    "compute": "nova",
    "object-store": "swift",
    "identity": "keystone",
    "network": "neutron",
}
TRIAL = "kumiai-trial-"
FLAVORS = ("small", "medium", "large")
REGIONS = ("r", "primary", "remote")
"""The first is that of entries; by the others a site is asked as its file names it."""
DROPPED = Answer(0)


@dataclass
class CloudOverHttp:
    """`users` are the passwords, `servers` the states by name; ids are names."""

    swift: SwiftInMemory = field(default_factory=SwiftInMemory)
    servers: dict[str, str] = field(default_factory=dict)
    url: str = ""
    before: Callable[[int], bool] = lambda number: True
    """Asked before each request with its number; where it says no, nothing is done or answered."""
    after: Callable[[int], bool] = lambda number: True
    """The same once it is done: where it says no, nobody is told."""
    down: set[str] = field(default_factory=set)
    """Services that cut every connection, whatever they are asked."""
    asked: list[str] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)
    """Those that were set, by user."""
    just_set: set[str] = field(default_factory=set)
    """Users whose tokens are void until somebody has asked once: within the second, at Keystone."""
    unbuilt: set[str] = field(default_factory=set)
    """Projects that are not there."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.bubble = BubbleInMemory()
        self.cinder = CinderInMemory(self.swift)

    def entry(self, project: str, user: str = "provisioner") -> dict[str, Any]:
        auth = {"auth_url": f"{self.url}/v3", "username": user, "password": "p"}
        auth |= {"project_name": project, "user_domain_name": "Default"}
        return {"auth": {**auth, "project_domain_name": "Default"}, "region_name": "r"}

    def handle(self, method: str, target: str, headers: Any, body: bytes) -> Answer:
        with self._lock:
            number = len(self.asked)
            self.asked.append(f"{method} {target}")
            if not self.before(number) or target.split("/")[1] in self.down:
                return DROPPED
            answer = self._answer(method, target, headers, body)
            return answer if self.after(number) else DROPPED

    def _answer(self, method: str, target: str, headers: Any, body: bytes) -> Answer:
        where = urlsplit(target)
        service, _, path = where.path.lstrip("/").partition("/")
        question = {key: one[0] for key, one in parse_qs(where.query, True).items()}
        if service == "v3" and method == "GET":
            return self._checked(headers["X-Subject-Token"])
        if service == "v3":
            return self._token(json.loads(body))
        user, _, project = headers.get("X-Auth-Token", "").partition(" in ")
        if service == "swift":
            account, *parts = (unquote(part) for part in path.split("/", 2))
            return self.swift.answer(method, account, parts, question, headers, body, user)
        asked = json.loads(body) if body else {}
        if service == "keystone":
            return self._keystone(method, path, question, asked)
        if service == "nova":
            return self._nova(method, path.split("/"), question, asked, project)
        if service == "neutron":
            _, kind, *row = path.split("/")
            return self.bubble.neutron(method, kind, "".join(row), question, asked)
        return self.cinder.answer(method, project, path.split("/"), question, asked)

    def _token(self, asked: Any) -> Answer:
        auth = asked["auth"]
        known = auth["identity"]["password"]["user"]
        user = known["name"] if "name" in known else known["id"]
        project = "" if auth["scope"] == "unscoped" else auth["scope"]["project"]["name"]
        catalog = [
            {
                "type": kind,
                "name": name,
                "endpoints": [self._endpoint(name, project, region) for region in REGIONS],
            }
            for kind, name in SERVICES.items()
        ]
        token = {
            "user": {"id": user, "name": user, "domain": {"id": "default", "name": "Default"}},
            "project": {"id": project, "name": project, "domain": {"id": "default", "name": "D"}},
            "catalog": catalog,
            "expires_at": "2099-01-01T00:00:00.000000Z",
            "issued_at": "2026-01-01T00:00:00.000000Z",
            "methods": ["password"],
            "roles": [],
        }
        return Answer(201, {"token": token}, {"X-Subject-Token": f"{user} in {project}"})

    def _checked(self, token: str) -> Answer:
        user, _, _ = token.partition(" in ")
        if user not in self.just_set:
            return Answer(200, {})
        self.just_set.discard(user)
        return Answer(404)

    def _endpoint(self, name: str, project: str, region: str) -> dict[str, str]:
        url = f"{self.url}/{name}" + (f"/{project}" if name == "swift" else "")
        return {
            "interface": "public",
            "region": region,
            "region_id": region,
            "url": url,
            "id": name,
        }

    def _keystone(self, method: str, path: str, question: Any, asked: Any) -> Answer:
        """Whatever is asked for by name is there, and its name is its id; but for trials' projects
        and for those that are `unbuilt`."""
        if method == "POST" and path == "projects":
            self.bubble.projects.add(asked["project"]["name"])
            return Answer(201, {"project": {"id": asked["project"]["name"]}})
        if method == "DELETE" and path.startswith(f"projects/{TRIAL}") and path.count("/") == 1:
            self.bubble.projects.discard(path.partition("/")[2])
        if method == "PATCH":
            user = path.removeprefix("users/")
            self.passwords[user] = asked["user"]["password"]
            self.just_set.add(user)
        if method != "GET":
            return Answer(204)
        name = question["name"]
        is_ended = name.startswith(TRIAL) and name not in self.bubble.projects
        if is_ended or (path == "projects" and name in self.unbuilt):
            return Answer(200, {path: []})
        return Answer(200, {path: [{"id": name, "name": name}]})

    def _nova(
        self, method: str, path: list[str], question: Any, asked: Any, project: str
    ) -> Answer:
        if method == "PUT":
            return Answer(200, {})
        if path == ["flavors"]:
            return Answer(200, {"flavors": [{"id": name, "name": name} for name in FLAVORS]})
        if method == "POST" and path == ["servers"]:
            return self.bubble.server(project, asked["server"])
        if path == ["servers", "detail"] and question.get("project_id", "").startswith(TRIAL):
            return Answer(200, {"servers": self.bubble.in_project(question["project_id"])})
        if path[1] in self.bubble.servers:
            if method == "DELETE":
                del self.bubble.servers[path[1]]
                return Answer(204)
            return Answer(200, {"server": self.bubble.servers[path[1]]})
        if path == ["servers", "detail"]:
            return Answer(200, {"servers": [self._server(name) for name in self.servers]})
        if path[1] not in self.servers:
            return Answer(404)
        if method == "GET":
            return Answer(200, {"server": self._server(path[1])})
        was, becomes = ("ACTIVE", "PAUSED") if "pause" in asked else ("PAUSED", "ACTIVE")
        if self.servers[path[1]] != was:
            return Answer(409, {"conflictingRequest": {"message": "not in that state"}})
        self.servers[path[1]] = becomes
        return Answer(202)

    def _server(self, name: str) -> dict[str, Any]:
        state = self.servers[name]
        return {"id": name, "name": name, "status": state, "OS-EXT-STS:task_state": None}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever is killed resets its connection; anything else is a defect and is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(cloud: CloudOverHttp) -> Iterator[CloudOverHttp]:
    """It answers at `cloud.url` for as long as this lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body in one piece: a body by itself waits 40 ms for the receipt of its head.
        wbufsize = -1

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = cloud.handle(self.command, self.path, self.headers, body)
            if answer is DROPPED:
                self.close_connection = True
                return
            content = answer.content
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = _any

        def log_message(self, *words: Any) -> None:
            """Nobody reads it."""

    server = _Server(("127.0.0.1", 0), Handler)
    cloud.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield cloud
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
