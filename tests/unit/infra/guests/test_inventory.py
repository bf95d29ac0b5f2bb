"""The inventory of a member: each server with its groups and variables, and no secret."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from blueprint.member import blueprint_of
from infra.guests.inventory import Access, Files, inventory_of
from tests.lib.definitions import shipped

FILES = Files(Path("/keys/hita.key"), Path("/guests/register.pyz"), Path("/keys/hita.database"))

SATO = {"name": "sato-hanako", "principals": ["hita:operate:sato-hanako"], "root": True}


@pytest.fixture(scope="module")
def hita() -> dict[str, Any]:
    definitions = shipped()
    drawn = blueprint_of(definitions, "hita", "primary")
    member, catalogue = definitions.members["hita"].value, definitions.catalogue.value
    accounts = {server.name: [SATO] for server in drawn.servers}
    access = Access(("ssh-ed25519 AAAA ca-2026",), Path("/access/revoked"), accounts)
    found: dict[str, Any] = yaml.safe_load(
        yaml.safe_dump(inventory_of(drawn, member, catalogue, FILES, access))
    )
    whole: dict[str, Any] = found["all"]
    return whole


def test_groups_say_what_a_server_is(hita: dict[str, Any]) -> None:
    groups = {name: sorted(group["hosts"]) for name, group in hita["children"].items()}
    assert groups["system_core"] == ["hita-core-app-1", "hita-core-app-2", "hita-core-db-1"]
    assert "hita-core-db-1" in groups["runs_database"]
    assert "hita-core-app-1" in groups["runs_application_server"]
    assert set(groups["servers"]) >= {*groups["system_core"], *groups["runs_database"]}


def test_the_database_lets_in_the_registers_servers_alone(hita: dict[str, Any]) -> None:
    assert hita["children"]["servers"]["hosts"]["hita-core-db-1"] == {
        "base_time_servers": ["10.64.0.1"],
        "node_exporter_address": "10.64.0.24",
        "log_forwarding_store": "10.64.0.1",
        "hardening_trusted_ca": ["ssh-ed25519 AAAA ca-2026"],
        "hardening_revoked_list": "/access/revoked",
        "bastion_accounts": [SATO],
        "licence_probe_declared": ["database", "enterprise-linux"],
        "postgresql_addresses": ["10.64.0.24"],
        "postgresql_port": 1521,
        "postgresql_clients": ["10.64.0.16/32", "10.64.0.17/32"],
        "postgresql_database": "register",
        "postgresql_owner": "register",
        "postgresql_password": "{{ lookup('ansible.builtin.file', '/keys/hita.database') }}",
        "backup_client_databases": ["register"],
        "backup_client_port": 1521,
    }


def test_the_register_asks_its_own_members_database(hita: dict[str, Any]) -> None:
    host = hita["children"]["servers"]["hosts"]["hita-core-app-2"]
    assert host["resident_register_municipality"] == "日田市"
    assert host["resident_register_port"] == 443
    assert host["resident_register_database"] == {
        "host": "10.64.0.24",
        "port": 1521,
        "name": "register",
        "user": "register",
        "password": "{{ lookup('ansible.builtin.file', '/keys/hita.database') }}",
    }
