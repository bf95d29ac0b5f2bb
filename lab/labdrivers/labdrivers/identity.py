"""Fills a new Keystone: administrator, roles, service users, services and their endpoints.

Works inside Keystone, below its API: no server has to run for it, and no password is on a
command line. Called with Keystone's options, `fill` and the catalogue file that
`lab/services/keystone.py` writes. Everything may exist already. Other commands are Keystone's own.
"""

import json
import os
import pathlib
import sys
import uuid

from keystone import exception
from keystone.cmd import cli, manage
from keystone.common import driver_hints, provider_api

PROVIDERS = provider_api.ProviderAPIs
FILL = "fill"
INTERFACES = ("public", "internal", "admin")


def main():
    *options, command, catalogue_file = sys.argv[1:]
    if command != FILL:
        return manage.main()
    return _fill(options, catalogue_file)


def _fill(options, catalogue_file):
    catalogue = json.loads(pathlib.Path(catalogue_file).read_text())
    identity = next(s for s in catalogue["services"] if s["type"] == "identity")
    os.environ["OS_BOOTSTRAP_PASSWORD"] = catalogue["admin_password"]
    urls = [f"--bootstrap-{interface}-url={identity['url']}" for interface in INTERFACES]
    region = f"--bootstrap-region-id={catalogue['region']}"
    cli.main(["keystone-manage", *options, "bootstrap", region, *urls])
    project = _service_project()
    for name in catalogue["service_users"]:
        _service_user(name, catalogue["service_password"], project)
    for service in catalogue["services"]:
        if service is not identity:
            _service(catalogue["region"], **service)


def _service_project():
    try:
        return PROVIDERS.resource_api.get_project_by_name("service", "default")["id"]
    except exception.ProjectNotFound:
        project = {
            "id": uuid.uuid4().hex,
            "name": "service",
            "domain_id": "default",
            "enabled": True,
            "is_domain": False,
            "description": "Users that are services",
        }
        return PROVIDERS.resource_api.create_project(project["id"], project)["id"]


def _service_user(name, password, project):
    try:
        user = PROVIDERS.identity_api.get_user_by_name(name, "default")
    except exception.UserNotFound:
        user = PROVIDERS.identity_api.create_user(
            {"name": name, "password": password, "domain_id": "default", "enabled": True}
        )
    for role in ("admin", "service"):
        try:
            PROVIDERS.assignment_api.add_role_to_user_and_project(user["id"], project, _role(role))
        except exception.Conflict:
            continue


def _role(name):
    hints = driver_hints.Hints()
    hints.add_filter("name", name)
    return PROVIDERS.role_api.list_roles(hints)[0]["id"]


def _service(region, name, type, url):
    hints = driver_hints.Hints()
    hints.add_filter("type", type)
    if PROVIDERS.catalog_api.list_services(hints):
        return
    service = {"id": uuid.uuid4().hex, "name": name, "type": type, "enabled": True}
    PROVIDERS.catalog_api.create_service(service["id"], service)
    for interface in INTERFACES:
        endpoint = {
            "id": uuid.uuid4().hex,
            "interface": interface,
            "url": url,
            "region_id": region,
            "service_id": service["id"],
            "enabled": True,
        }
        PROVIDERS.catalog_api.create_endpoint(endpoint["id"], endpoint)
