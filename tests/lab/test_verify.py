"""Somebody changes the cloud by hand: `kumiai verify` says what, and is content once it is mended.

Nothing here is known to Pulumi's state; only OpenStack can tell.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.lib.consortium import Consortium
from tests.lib.effort import some
from tests.lib.login import Login

pytestmark = pytest.mark.lab

MEMBER = "usuki"


@dataclass(frozen=True)
class Site:
    """Whoever tampers: the member's own user, or the administrator."""

    member: Login
    administrator: Login

    def id_of(self, kind: str, name: str) -> str:
        return next(str(row["id"]) for row in self.member.rows(kind) if row["name"] == name)


Undo = Callable[[], object]


def done(login: Login, service: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
    """The answer to a call that must succeed."""
    answer = login.ask(service, method, path, body)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json() if answer.content else {}
    return found


def opened_to_everybody(site: Site) -> Undo:
    group = site.id_of("groups", "usuki-core-db")
    rule = done(
        site.member,
        "network",
        "POST",
        "/v2.0/security-group-rules",
        {
            "security_group_rule": {
                "security_group_id": group,
                "direction": "ingress",
                "protocol": "tcp",
                "port_range_min": 1521,
                "port_range_max": 1600,
                "remote_ip_prefix": "0.0.0.0/0",
            }
        },
    )["security_group_rule"]["id"]
    path = f"/v2.0/security-group-rules/{rule}"
    return lambda: done(site.member, "network", "DELETE", path)


def a_network_more(site: Site) -> Undo:
    body = {"network": {"name": "side-door"}}
    made = done(site.administrator, "network", "POST", "/v2.0/networks", with_owner(site, body))
    path = f"/v2.0/networks/{made['network']['id']}"
    return lambda: done(site.administrator, "network", "DELETE", path)


def with_owner(site: Site, body: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {kind: {**what, "project_id": site.member.project} for kind, what in body.items()}


def a_port_more(site: Site) -> Undo:
    network = site.id_of("networks", "usuki-mynumber")
    body = {"port": {"name": "tap", "network_id": network}}
    made = done(site.member, "network", "POST", "/v2.0/ports", body)["port"]["id"]
    return lambda: done(site.member, "network", "DELETE", f"/v2.0/ports/{made}")


def a_quota_raised(site: Site) -> Undo:
    path = f"/os-quota-sets/{site.member.project}"
    before = done(site.administrator, "compute", "GET", path)["quota_set"]["cores"]

    def put(cores: int) -> dict[str, Any]:
        return done(site.administrator, "compute", "PUT", path, {"quota_set": {"cores": cores}})

    put(9999)
    return lambda: put(before)


def a_renamed_volume(site: Site) -> Undo:
    volume = site.id_of("volumes", "usuki-core-db-1-data")

    def put(name: str) -> dict[str, Any]:
        path = f"/volumes/{volume}"
        return done(site.member, "block-storage", "PUT", path, {"volume": {"name": name}})

    put("elsewhere")
    return lambda: put("usuki-core-db-1-data")


def a_role_for_somebody_else(site: Site) -> Undo:
    administrator = site.administrator
    roles = done(administrator, "identity", "GET", "/roles?name=admin")["roles"]
    user = administrator.session.get_user_id()
    path = f"/projects/{site.member.project}/users/{user}/roles/{roles[0]['id']}"
    done(administrator, "identity", "PUT", path)
    return lambda: done(administrator, "identity", "DELETE", path)


def a_backup_no_longer_copied(site: Site) -> Undo:
    before = site.member.ask("object-store", "HEAD", "/backup").headers["X-Container-Sync-To"]

    def post(target: str) -> None:
        answer = site.member.session.post(
            "/backup",
            endpoint_filter={"service_type": "object-store"},
            headers={"X-Container-Sync-To": target},
        )
        assert answer.status_code == 204

    post("")
    return lambda: post(before)


def a_container_more(site: Site) -> Undo:
    done(site.member, "object-store", "PUT", "/aside")
    return lambda: done(site.member, "object-store", "DELETE", "/aside")


def a_network_in_the_administrators_project(site: Site) -> Undo:
    body = {"network": {"name": "usuki-lgwan"}}
    made = done(site.administrator, "network", "POST", "/v2.0/networks", body)["network"]["id"]
    return lambda: done(site.administrator, "network", "DELETE", f"/v2.0/networks/{made}")


def a_flavor_gone(site: Site) -> Undo:
    flavor = done(site.administrator, "compute", "GET", "/flavors/large")["flavor"]
    done(site.administrator, "compute", "DELETE", "/flavors/large")
    kept = {key: flavor[key] for key in ("id", "name", "vcpus", "ram", "disk")}
    return lambda: done(site.administrator, "compute", "POST", "/flavors", {"flavor": kept})


Tampering = Callable[[Site], Undo]

TAMPERINGS: list[tuple[Tampering, str, set[tuple[str, str]]]] = [
    (
        opened_to_everybody,
        "usuki.primary",
        {("rule", "usuki-core-db in-tcp-1521..1600-0.0.0.0-0")},
    ),
    (a_network_more, "usuki.primary", {("network", "side-door")}),
    (a_port_more, "usuki.primary", {("port", "tap")}),
    (a_quota_raised, "usuki.primary", {("quota", "vcpu")}),
    (a_renamed_volume, "usuki.primary", {("volume", "usuki-core-db-1-data")}),
    (a_role_for_somebody_else, "usuki.primary", {("role", "admin of admin")}),
    (a_backup_no_longer_copied, "usuki.primary", {("container", "backup")}),
    (a_container_more, "usuki.primary", {("container", "aside")}),
    (
        a_network_in_the_administrators_project,
        "site.primary",
        {("network", "usuki-lgwan (project admin)")},
    ),
    (a_flavor_gone, "site.primary", {("flavor", "large")}),
]


@pytest.fixture(scope="module")
def site(consortium: Consortium) -> Site:
    return Site(
        Login.of_member(consortium.home, MEMBER, "primary"),
        Login.of_administrator(consortium.home, "primary"),
    )


@contextmanager
def tampered(site: Site, how: Tampering) -> Iterator[None]:
    undo = how(site)
    try:
        yield
    finally:
        undo()


def verified(consortium: Consortium) -> tuple[int, set[tuple[str, str, str]]]:
    """The exit code, and every difference at the primary site."""
    answer = consortium.kumiai("verify", "--site", "primary", "--json")
    (found,) = json.loads(answer.stdout)
    return answer.returncode, {
        (row["subject"], row["kind"], row["name"]) for row in found["differences"]
    }


def test_all_that_was_changed_by_hand_is_told_and_nothing_else(
    consortium: Consortium, site: Site
) -> None:
    with ExitStack() as changes:
        for how, _, _ in TAMPERINGS:
            changes.enter_context(tampered(site, how))
        assert verified(consortium) == (
            12,
            {(subject, *one) for _, subject, differences in TAMPERINGS for one in differences},
        )
    assert verified(consortium) == (0, set())


ONE_BY_ONE = some(TAMPERINGS, 1, "tamperings")


@pytest.mark.parametrize(
    ("how", "subject", "differences"), ONE_BY_ONE, ids=[how.__name__ for how, _, _ in ONE_BY_ONE]
)
def test_one_change_by_hand_is_told_and_nothing_else(
    consortium: Consortium,
    site: Site,
    how: Tampering,
    subject: str,
    differences: set[tuple[str, str]],
) -> None:
    with tampered(site, how):
        assert verified(consortium) == (12, {(subject, *found) for found in differences})
    assert verified(consortium) == (0, set())
