"""Takes the bench's member away again, whoever built it. Adapter."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from openstack.exceptions import SDKException

from bench.rehearsal.connection import connection
from bench.rehearsal.home import MEMBER
from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from cloud.connection import Cloud
from cloud.credentials import provisioner_credential
from cloud.logins import entry_of, site_entry
from core.home import Home
from tenants.definitions import Definitions

LOOK_SECONDS = 0.2
WAIT_SECONDS = 120


def remove(home: Home, definitions: Definitions) -> None:
    """Nothing of the member is left at any site, whoever built it."""
    for name, read in definitions.sites.items():
        admin = connection(site_entry(home, read.value))
        project = admin.identity.find_project(MEMBER)
        if project is not None:
            own = connection(entry_of(provisioner_credential(home, read.value), MEMBER))
            _empty(own, blueprint_of(definitions, MEMBER, name))
            for group in admin.network.security_groups(project_id=project.id):
                admin.network.delete_security_group(group)
            admin.identity.delete_project(project)
        user = admin.identity.find_user(MEMBER)
        if user is not None:
            admin.identity.delete_user(user)


def _empty(own: Cloud, blueprint: Blueprint) -> None:
    for server in own.compute.servers():
        own.compute.delete_server(server)
    _until_none(lambda: own.compute.servers())
    for volume in own.block_storage.volumes():
        own.block_storage.delete_volume(volume)
    for router in own.network.routers():
        for port in own.network.ports(device_id=router.id):
            subnet = port.fixed_ips[0]["subnet_id"]
            own.network.remove_interface_from_router(router, subnet_id=subnet)
        own.network.delete_router(router)
    for port in own.network.ports():
        own.network.delete_port(port)
    for network in own.network.networks(project_id=own.current_project_id):
        own.network.delete_network(network)
    for group in own.network.security_groups():
        # Groups that name each other go in the second round, by the administrator.
        with suppress(SDKException):
            own.network.delete_security_group(group)
    for server_group in own.compute.server_groups():
        own.compute.delete_server_group(server_group)
    own.compute.delete_keypair(blueprint.keypair)
    for container in own.object_store.containers():
        for held in own.object_store.objects(container):
            own.object_store.delete_object(held)
        own.object_store.delete_container(container)
    _until_none(lambda: own.block_storage.volumes())


def _until_none(rows: Callable[[], Any]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if not list(rows()):
            return
        time.sleep(LOOK_SECONDS)
    raise TimeoutError(f"something is still there after {WAIT_SECONDS} s")
