"""Is a site ready? Answered by real calls to all of its services, not by open ports. Adapter.

A heartbeat only counts if it is younger than the start: Nova and Cinder call a service up for
a while after it was killed.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from keystoneauth1 import exceptions, session
from keystoneauth1.identity import v3

from core.errors import OtherSystemFailed
from core.message import say
from lab.sites import LabSite

READY_SECONDS = 600
LOOK_AGAIN_SECONDS = 0.3
CALL_SECONDS = 10

Check = Callable[["Calls", LabSite, datetime], str | None]
"""None if it works, else what is missing, for the message when the limit is reached."""


@dataclass(frozen=True, slots=True)
class Calls:
    """REST calls as the site's administrator."""

    site: LabSite
    session: session.Session

    def get(self, service: str, path: str, **headers: str) -> Mapping[str, Any]:
        answer = self._call("GET", service, path, headers=headers)
        content: Mapping[str, Any] = answer.json()
        return content

    def put(self, service: str, path: str, data: bytes = b"") -> None:
        self._call("PUT", service, path, data=data)

    def delete(self, service: str, path: str) -> None:
        self._call("DELETE", service, path)

    def content(self, service: str, path: str) -> bytes:
        data: bytes = self._call("GET", service, path).content
        return data

    def _call(self, method: str, service: str, path: str, **more: Any) -> Any:
        where = {"service_type": service, "interface": "public", "region_name": self.site.name}
        return self.session.request(
            path,
            method,
            endpoint_filter=where,
            timeout=CALL_SECONDS,
            connect_retries=0,
            **more,
        )


def calls_to(site: LabSite) -> Calls:
    login = v3.Password(
        auth_url=site.auth_url,
        username="admin",
        password=site.passwords.admin,
        project_name="admin",
        user_domain_name="Default",
        project_domain_name="Default",
    )
    return Calls(site, session.Session(auth=login))


def wait_until_ready(
    site: LabSite,
    started_at: datetime,
    ended: Callable[[], Sequence[str]],
    limit_seconds: float = READY_SECONDS,
) -> None:
    """Return when every check passed once.

    Raises: OtherSystemFailed with the check that does not pass, or, at once, with the processes
    that `ended` names.
    """
    calls = calls_to(site)
    deadline = time.monotonic() + limit_seconds
    for name, check in CHECKS.items():
        while (missing := _missing(check, calls, site, started_at)) is not None:
            if gone := ended():
                raise OtherSystemFailed(
                    say(
                        "{site}: {names} ended after the start; the reason is at the end of {log}",
                        site=site.name,
                        names=tuple(gone),
                        log=site.logs / f"{gone[0]}.out",
                    )
                )
            if time.monotonic() > deadline:
                raise OtherSystemFailed(
                    say(
                        "{site} was not ready within {seconds:.0f} s: {service}: {missing}; "
                        "see the logs in {logs}",
                        site=site.name,
                        seconds=limit_seconds,
                        service=name,
                        missing=missing,
                        logs=site.logs,
                    )
                )
            time.sleep(LOOK_AGAIN_SECONDS)


def unready(site: LabSite) -> dict[str, str]:
    """What does not work now, by service; empty if all does."""
    calls = calls_to(site)
    long_ago = datetime.fromtimestamp(0, UTC)
    found = {name: _missing(check, calls, site, long_ago) for name, check in CHECKS.items()}
    return {name: missing for name, missing in found.items() if missing is not None}


def _missing(check: Check, calls: Calls, site: LabSite, started_at: datetime) -> str | None:
    try:
        return check(calls, site, started_at)
    except exceptions.ClientException as error:
        return str(error).splitlines()[0]
    except (KeyError, ValueError) as error:
        return f"unexpected answer: {error!r}"


def _keystone(calls: Calls, site: LabSite, started_at: datetime) -> str | None:
    calls.session.get_token()
    calls.get("identity", "/projects")
    return None


def _placement(calls: Calls, site: LabSite, started_at: datetime) -> str | None:
    providers = calls.get("placement", "/resource_providers")["resource_providers"]
    return _absent(site, (provider["name"] for provider in providers))


def _glance(calls: Calls, site: LabSite, started_at: datetime) -> str | None:
    calls.get("image", "/v2/images")
    return None


def _neutron(calls: Calls, site: LabSite, started_at: datetime) -> str | None:
    calls.get("network", "/v2.0/networks")
    return None


def _nova_services(calls: Calls, site: LabSite, started_at: datetime) -> str | None:
    services = calls.get("compute", "/os-services")["services"]
    wanted = {("nova-compute", host.name) for host in site.hosts}
    wanted |= {(f"nova-{kind}", f"control-{site.name}") for kind in ("conductor", "scheduler")}
    return _not_up(wanted, services, started_at)


def _nova_hosts(calls: Calls, site: LabSite, started_at: datetime) -> str | None:
    """Hypervisors are listed once their host is mapped to a cell: before that, nothing boots."""
    hypervisors = calls.get("compute", "/os-hypervisors")["hypervisors"]
    return _absent(site, (hypervisor["hypervisor_hostname"] for hypervisor in hypervisors))


def _cinder(calls: Calls, site: LabSite, started_at: datetime) -> str | None:
    services = calls.get("block-storage", "/os-services")["services"]
    wanted = {("cinder-volume", f"{site.name}@{backend}") for backend in site.volume_backends}
    wanted |= {(f"cinder-{kind}", site.name) for kind in ("scheduler", "backup")}
    return _not_up(wanted, services, started_at)


def _cinder_pools(calls: Calls, site: LabSite, started_at: datetime) -> str | None:
    """A backend may report to the database that it is up, and the scheduler not know of it yet."""
    pools = calls.get("block-storage", "/scheduler-stats/get_pools")["pools"]
    known = {pool["name"] for pool in pools}
    wanted = {f"{site.name}@{backend}#{backend}" for backend in site.volume_backends}
    absent = sorted(wanted - known)
    return f"the scheduler does not know {', '.join(absent)}" if absent else None


def _swift(calls: Calls, site: LabSite, started_at: datetime) -> str | None:
    container = f"/readiness-{uuid.uuid4().hex}"
    written = container.encode()
    calls.put("object-store", container)
    calls.put("object-store", f"{container}/object", written)
    read = calls.content("object-store", f"{container}/object")
    calls.delete("object-store", f"{container}/object")
    calls.delete("object-store", container)
    return None if read == written else "an object read is not the object written"


def _absent(site: LabSite, names: Iterable[str]) -> str | None:
    absent = {host.name for host in site.hosts} - set(names)
    return f"host {', '.join(sorted(absent))} is not known" if absent else None


def _not_up(
    wanted: set[tuple[str, str]], services: Iterable[Mapping[str, Any]], started_at: datetime
) -> str | None:
    up = {
        (service["binary"], service["host"])
        for service in services
        if service["state"] == "up" and _heard_since(service["updated_at"], started_at)
    }
    missing = sorted(f"{binary} on {host}" for binary, host in wanted - up)
    return f"{', '.join(missing)} did not report since the start" if missing else None


def _heard_since(updated_at: str | None, started_at: datetime) -> bool:
    """Both services report UTC without saying so."""
    if updated_at is None:
        return False
    return datetime.fromisoformat(updated_at).replace(tzinfo=UTC) >= started_at


CHECKS: Mapping[str, Check] = {
    "Keystone": _keystone,
    "Glance": _glance,
    "Neutron": _neutron,
    "Swift": _swift,
    "Nova": _nova_services,
    "Cinder": _cinder,
    "storage of Cinder": _cinder_pools,
    "Placement": _placement,
    "hosts of Nova": _nova_hosts,
}
