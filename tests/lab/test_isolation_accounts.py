"""What is not an object of a project: storage accounts, logins, quotas, keys, other projects.

A stranger's login opens none of the owner's.
"""

from __future__ import annotations

import pytest
from keystoneauth1 import exceptions

from cloud.credentials import credential_file, read_credential
from cloud.keystone import session_of
from cloud.logins import entry_of
from tests.lib.consortium import Consortium
from tests.lib.neighbours import OWNER, REFUSED, STRANGER, Neighbours

pytestmark = pytest.mark.lab


@pytest.mark.parametrize("site", ["primary", "remote"])
def test_a_stranger_has_no_way_into_the_owners_object_storage(
    sites: dict[str, Neighbours], site: str
) -> None:
    owner, stranger = sites[site].owner, sites[site].stranger
    own_account = str(stranger.session.get_endpoint(service_type="object-store"))
    account = own_account.replace(stranger.project, owner.project)
    assert account != own_account
    token = {"X-Auth-Token": str(stranger.session.get_token())}
    for method, path in [
        ("GET", ""),
        ("POST", ""),
        ("GET", "/backup"),
        ("HEAD", "/backup"),
        ("POST", "/backup"),
        ("PUT", "/backup/letter"),
        ("GET", "/backup/letter"),
        ("DELETE", "/backup"),
        ("PUT", "/taken"),
    ]:
        answer = stranger.session.request(
            account + path, method, headers=token, raise_exc=False, authenticated=False
        )
        assert answer.status_code == 403, (method, path)
    assert owner.ask("object-store", "HEAD", "/backup").status_code == 204


@pytest.mark.parametrize("site", ["primary", "remote"])
def test_without_a_login_object_storage_shows_nothing(
    sites: dict[str, Neighbours], site: str
) -> None:
    owner = sites[site].owner
    account = str(owner.session.get_endpoint(service_type="object-store"))
    for path in ("", "/backup"):
        answer = owner.session.request(account + path, "GET", raise_exc=False, authenticated=False)
        assert answer.status_code == 401


@pytest.mark.parametrize("site", ["primary", "remote"])
def test_a_login_opens_no_other_project(consortium: Consortium, site: str) -> None:
    credential = read_credential(credential_file(consortium.home, f"{STRANGER}.{site}"))
    assert credential is not None
    for project in (OWNER, "admin", "service"):
        with pytest.raises(exceptions.Unauthorized):
            session_of(entry_of(credential, project)).get_token()


@pytest.mark.parametrize("site", ["primary", "remote"])
def test_a_stranger_learns_nothing_from_the_identity_service(
    sites: dict[str, Neighbours], site: str
) -> None:
    owner, stranger = sites[site].owner, sites[site].stranger
    user = str(owner.session.get_user_id())
    shown = stranger.ask("identity", "GET", "/auth/projects").json()["projects"]
    assert [project["name"] for project in shown] == [STRANGER]
    for method, path, body in [
        ("GET", "/projects", None),
        ("GET", "/users", None),
        ("GET", "/role_assignments", None),
        ("GET", f"/projects/{owner.project}", None),
        ("PATCH", f"/projects/{owner.project}", {"project": {"description": "taken"}}),
        ("GET", f"/users/{user}", None),
        ("PATCH", f"/users/{user}", {"user": {"password": "taken"}}),
        ("POST", "/projects", {"project": {"name": "taken"}}),
    ]:
        answer = stranger.ask("identity", method, path, body)
        assert answer.status_code in REFUSED, (method, path)


@pytest.mark.parametrize("site", ["primary", "remote"])
def test_quotas_and_usage_are_the_owners_own(sites: dict[str, Neighbours], site: str) -> None:
    owner, stranger = sites[site].owner, sites[site].stranger
    for service, path in [
        ("network", f"/v2.0/quotas/{owner.project}"),
        ("compute", f"/os-quota-sets/{owner.project}"),
        ("compute", f"/os-simple-tenant-usage/{owner.project}"),
        ("block-storage", f"/os-quota-sets/{owner.project}"),
    ]:
        assert owner.ask(service, "GET", path).status_code == 200
        assert stranger.ask(service, "GET", path).status_code in REFUSED, path


def test_nobody_elses_key_is_shown(sites: dict[str, Neighbours]) -> None:
    stranger = sites["primary"].stranger
    assert stranger.ask("compute", "GET", f"/os-keypairs/{OWNER}").status_code == 404
    names = stranger.ask("compute", "GET", "/os-keypairs").json()["keypairs"]
    assert names == []


@pytest.mark.parametrize("site", ["primary", "remote"])
@pytest.mark.parametrize("kind", ["networks", "subnets", "groups", "ports", "servers", "volumes"])
def test_nothing_of_a_municipality_is_in_an_administrators_project(
    sites: dict[str, Neighbours], consortium: Consortium, site: str, kind: str
) -> None:
    administrator = sites[site].administrator
    answer = administrator.ask("identity", "GET", "/projects").json()["projects"]
    members = {path.stem for path in consortium.home.credentials.glob(f"*.{site}.yaml")}
    slugs = {name.removesuffix(f".{site}") for name in members} - {"provisioner"}
    project_names = {project["id"]: project["name"] for project in answer}
    everything = "?all_tenants=1" if kind in ("servers", "volumes") else ""
    misplaced = [
        (row["name"], project_names.get(_project_of(row), "none"))
        for row in administrator.rows(kind, everything)
        if row["name"].split("-")[0] in slugs
        and project_names.get(_project_of(row)) != row["name"].split("-")[0]
    ]
    assert misplaced == []


def _project_of(row: dict[str, str]) -> str:
    for field in ("project_id", "tenant_id", "os-vol-tenant-attr:tenant_id"):
        if field in row:
            return row[field]
    raise KeyError(f"nothing says whose {row['name']} is")
