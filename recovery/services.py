"""One login at one site, by plain HTTP, each wait with a limit. Adapter: OpenStack.

keystoneauth1 alone: the watchdog must be at work within a second, and openstacksdk's own classes
know neither the versions of objects nor the restoring of a backup into a new volume.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from keystoneauth1.exceptions import NotFound
from requests import Response

from cloud.asked import asked
from cloud.keystone import session_of
from cloud.logins import CloudEntry
from cloud.refusals import is_silence, refused
from core.errors import OtherSystemFailed
from core.message import Message, say
from recovery.traffic import Traffic
from tenants.site import CopyLimits

LOOK_EVERY_SECONDS = 0.5
GONE = "gone"
CINDER, NOVA, SWIFT, KEYSTONE = "Cinder", "Nova", "Swift", "Keystone"
NEUTRON = "Neutron"
SERVICE_TYPES = {
    CINDER: "block-storage",
    NOVA: "compute",
    SWIFT: "object-store",
    KEYSTONE: "identity",
    NEUTRON: "network",
}
RESTORING = "3.47"
"""Since this version of Cinder's API a volume is made from a backup."""
MESSAGES = "3.3"
"""Since this version Cinder says why something failed."""
PAGE = 10_000
"""Most that Swift lists at once."""


class Services:
    """What one login is answered; a refusal is raised as one sentence."""

    def __init__(self, entry: CloudEntry, site: str, traffic: Traffic | None = None) -> None:
        self.site = site
        self.traffic = traffic or Traffic(CopyLimits())
        self._session = session_of(entry)
        self._ahead = timedelta()

    @property
    def now(self) -> datetime:
        """By the clock of the site, as its last answer told it; by ours where none has."""
        return datetime.now(UTC) + self._ahead

    @property
    def project(self) -> str:
        with asked(self.site, KEYSTONE):
            return str(self._session.get_project_id())

    @property
    def user(self) -> str:
        with asked(self.site, KEYSTONE):
            return str(self._session.get_user_id())

    def answer(
        self,
        service: str,
        method: str,
        path: str,
        *,
        json: Any = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Raises: OtherSystemFailed where the service refuses, does nothing, or is silent."""
        with asked(self.site, service):
            found = self._plain(service, method, path, json=json, data=data, headers=headers)
        # Swift answers 304 to a copy that it did not make, which keystoneauth1 takes for success.
        if found.status_code >= HTTPStatus.MULTIPLE_CHOICES:
            raise OtherSystemFailed(
                refused(self.site, service, f"{found.status_code} {found.reason}: {method} {path}")
            )
        return found

    def found(self, service: str, path: str) -> Any | None:
        """What is there; None where nothing is. Raises: as `answer`."""
        try:
            with asked(self.site, service):
                return self._plain(service, "GET", path).json()
        except OtherSystemFailed as refusal:
            if isinstance(refusal.__cause__, NotFound):
                return None
            raise

    def gone(self, service: str, path: str) -> None:
        """Take it away; nothing happens where it is gone already. Raises: as `answer`."""
        try:
            self.answer(service, "DELETE", path)
        except OtherSystemFailed as refusal:
            if not isinstance(refusal.__cause__, NotFound):
                raise

    def gone_for_good(self, service: str, path: str, what: Message, seconds: float) -> None:
        """The same of what takes a while to go, as Cinder's do: it is waited for.

        Raises: OtherSystemFailed where it does not go in time, too.
        """
        self.gone(service, path)
        self.until_gone(service, path, what, seconds)

    def until_gone(self, service: str, path: str, what: Message, seconds: float) -> None:
        """Raises: as `gone_for_good`."""

        def look() -> str:
            now = self.found(service, path)
            if now is None:
                return GONE
            [row] = now.values()
            return str(row["status"])

        until(look, GONE, is_error, what, seconds)

    def container_gone(self, name: str) -> None:
        """With every object in it. Raises: as `answer`."""
        for one in self.listed(name, ""):
            self.gone(SWIFT, f"/{quote(name)}/{quote(one['name'])}")
        self.gone(SWIFT, f"/{quote(name)}")

    def rows(self, service: str, path: str, key: str) -> list[dict[str, Any]]:
        """All of them, page by page: Cinder and Nova show a thousand at once, and link to the next
        (`osapi_max_limit`, `max_limit`). Raises: as `answer`."""
        found: list[dict[str, Any]] = []
        question = path
        while question:
            page = self.answer(service, "GET", question).json()
            found += page[key]
            question = _next(path, page.get(f"{key}_links") or [])
        return found

    def read(self, container: str, name: str, size: int) -> bytes:
        """An object of about so many bytes, once the site's limit allows it.

        Raises: as `answer`.
        """
        self.traffic.wait_for(size)
        return self.answer(SWIFT, "GET", f"/{quote(container)}/{quote(name)}").content

    def listed(self, container: str, question: str) -> Iterator[dict[str, Any]]:
        """Objects of a container, page by page; none where there is no such container."""
        marker = ""
        while True:
            path = f"/{quote(container)}?format=json&limit={PAGE}&{question}{marker}"
            try:
                page = self.answer(SWIFT, "GET", path).json()
            except OtherSystemFailed as refusal:
                if isinstance(refusal.__cause__, NotFound):
                    return
                raise
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1]
            marker = f"&marker={quote(last['name'])}"
            if "version_id" in last:
                marker += f"&version_marker={quote(last['version_id'])}"

    def _plain(self, service: str, method: str, path: str, **more: Any) -> Response:
        where: dict[str, Any] = {"endpoint_filter": {"service_type": SERVICE_TYPES[service]}}
        given = {name: value for name, value in more.items() if value is not None}
        found = self._session.request(path, method, **where, **given)
        if told := found.headers.get("Date"):
            self._ahead = parsedate_to_datetime(told) - datetime.now(UTC)
        return found


def _next(path: str, links: Sequence[Mapping[str, str]]) -> str:
    """The same question from where a page ended; empty where that was the last. The link itself
    names the site as the site sees itself."""
    queries = [urlsplit(one["href"]).query for one in links if one["rel"] == "next"]
    return f"{path.partition('?')[0]}?{queries[0]}" if queries else ""


def until(
    look: Callable[[], str], good: str, bad: Callable[[str], bool], what: Message, seconds: float
) -> None:
    """Wait until `look` says `good`.

    Raises: OtherSystemFailed where it says something `bad`, or nothing good in time.
    """
    deadline = time.monotonic() + seconds
    while (now := _asked_twice(look)) != good:
        if bad(now):
            raise OtherSystemFailed(say("{what}: it is {state}", what=what, state=now))
        if time.monotonic() > deadline:
            raise OtherSystemFailed(
                say(
                    "{what}: it is {state} still after {seconds:.0f} s",
                    what=what,
                    state=now,
                    seconds=seconds,
                )
            )
        time.sleep(LOOK_EVERY_SECONDS)


def _asked_twice(look: Callable[[], str]) -> str:
    """One look may go unanswered while much is done: what takes minutes is not given up for it."""
    try:
        return look()
    except OtherSystemFailed as failure:
        if not is_silence(failure.message):
            raise
    time.sleep(LOOK_EVERY_SECONDS)
    return look()


def is_error(state: str) -> bool:
    return state.lower().startswith("error")
