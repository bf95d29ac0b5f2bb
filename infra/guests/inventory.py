"""A member's servers as Ansible's inventory: groups and variables from the blueprint. Pure.

A group says what a server is (`system_core`, `runs_database`); which roles that means is
`roles/site.yml`'s to say. No secret stands here: where one is needed, Ansible reads its file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from blueprint.parts import Blueprint, ServerPlan
from tenants.catalogue_model import Catalogue, Tier, as_reader
from tenants.member import Member

REGISTER_SYSTEM = "core"
"""The system whose `resident_record` the register is."""

APP, DB = "app", "db"
DATABASE = "register"

Variables = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Files:
    """Files of this machine that servers are configured with."""

    private_key: Path
    package: Path
    database_password: Path


@dataclass(frozen=True, slots=True)
class Access:
    """How persons come in: whose certificates are believed, whose no more, and each account."""

    trusted_ca: tuple[str, ...]
    revoked_list: Path
    accounts: Mapping[str, Sequence[Variables]]
    """By server, as `bastion` takes them."""


def inventory_of(
    blueprint: Blueprint, member: Member, catalogue: Catalogue, files: Files, access: Access
) -> dict[str, object]:
    """What `inventory/hosts.yml` holds; every server of the blueprint is in it."""
    groups: dict[str, dict[str, dict[str, Variables]]] = {}
    gateways = {network.name: str(network.gateway) for network in blueprint.networks}
    for server in blueprint.servers:
        for group in _groups(server):
            groups.setdefault(group, {"hosts": {}})["hosts"][server.name] = {}
        groups["servers"]["hosts"][server.name] = {
            "base_time_servers": [gateways[server.network]],
            "node_exporter_address": str(server.address),
            "log_forwarding_store": gateways[server.network],
            "hardening_trusted_ca": list(access.trusted_ca),
            "hardening_revoked_list": str(access.revoked_list),
            "bastion_accounts": list(access.accounts[server.name]),
            "licence_probe_declared": list(server.role.products),
            **_of_the_register(server, blueprint, member, catalogue, files),
        }
    return {
        "all": {
            "vars": {
                "ansible_ssh_private_key_file": str(files.private_key),
                "licence_probe_products": {
                    name: list(one.shows_as) for name, one in catalogue.software.items()
                },
            },
            "children": groups,
        }
    }


def _groups(server: ServerPlan) -> Iterator[str]:
    yield "servers"
    yield _group("system", server.role.system)
    for product in server.role.products:
        yield _group("runs", product)


def _group(kind: str, name: str) -> str:
    """Ansible takes no hyphens in a group's name."""
    return f"{kind}_{name}".replace("-", "_")


def _of_the_register(
    server: ServerPlan, blueprint: Blueprint, member: Member, catalogue: Catalogue, files: Files
) -> Variables:
    """The variables of a server of the register's system; none of any other."""
    if server.role.system != REGISTER_SYSTEM:
        return {}
    tiers = catalogue.systems[REGISTER_SYSTEM].tiers
    port = _offered(tiers[DB], as_reader(REGISTER_SYSTEM, APP))
    password = f"{{{{ lookup('ansible.builtin.file', '{files.database_password}') }}}}"
    if server.group.endswith(f"-{DB}"):
        clients = [f"{one.address}/32" for one in _tier(blueprint, APP)]
        return {
            "postgresql_addresses": [str(server.address)],
            "postgresql_port": port,
            "postgresql_clients": clients,
            "postgresql_database": DATABASE,
            "postgresql_owner": DATABASE,
            "postgresql_password": password,
            "backup_client_databases": [DATABASE],
            "backup_client_port": port,
        }
    database = next(_tier(blueprint, DB))
    return {
        "resident_register_package": str(files.package),
        "resident_register_municipality": member.name.ja,
        "resident_register_address": str(server.address),
        "resident_register_port": _offered(tiers[APP], "terminals"),
        "resident_register_database": {
            **{"host": str(database.address), "port": port, "name": DATABASE},
            **{"user": DATABASE, "password": password},
        },
    }


def _tier(blueprint: Blueprint, tier: str) -> Iterator[ServerPlan]:
    group = f"-{REGISTER_SYSTEM}-{tier}"
    return (one for one in blueprint.servers if one.group.endswith(group))


def _offered(tier: Tier, reader: str) -> int:
    """The port that the catalogue offers to `reader`."""
    return next(offer.port for offer in tier.offers if reader in offer.to)
