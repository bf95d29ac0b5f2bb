"""What is to be protected, what is promised of it, and the logins to both its sides. Adapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blueprint.member import blueprint_of
from cloud.logins import CloudEntry, clouds_of
from core.signing_key import allowed_signers
from recovery.coverage import Kept
from recovery.groups import Group, groups_of
from recovery.services import Services
from recovery.traffic import traffic_at
from recovery.vault import Shelf, Vault
from recovery.vault_accounts import reader_entry, writer_entry
from runbooks.actions.given import Given
from tenants.protection import objectives_of, priority_of
from tenants.recovery_model import Objectives
from tenants.vocabulary import Priority


@dataclass(frozen=True, slots=True)
class Protected:
    """A system where it runs, what is promised of it, and the site that holds its copies."""

    group: Group
    priority: Priority
    objectives: Objectives
    held_at: str | None


def protected(given: Given, members: Sequence[str]) -> list[Protected]:
    """Every system of these members (all if none is named) that has volumes."""
    definitions = given.definitions
    catalogue = definitions.catalogue.value
    return [
        Protected(
            group,
            priority_of(group.system, member, catalogue),
            objectives_of(group.system, member, catalogue, definitions.recovery.value),
            definitions.other_site(member, site),
        )
        for slug, member in definitions.present_members(members).items()
        for site in definitions.active_sites(member)
        for group in groups_of(blueprint_of(definitions, slug, site), catalogue)
    ]


def source(given: Given, stack: str) -> Services:
    return services_at(given, clouds_of(given.home)[stack], site_of(stack))


def reader(given: Given, one: Protected) -> Services:
    site = given.definitions.need_site(one.group.site)
    return services_at(given, reader_entry(given.home, site, one.group.member), site.name)


def vault(given: Given, one: Protected) -> Vault:
    site = given.definitions.need_site(str(one.held_at))
    writer = services_at(given, writer_entry(given.home, site), site.name)
    return Vault(writer, one.group.member)


def services_at(given: Given, entry: CloudEntry, site: str) -> Services:
    limits = given.definitions.need_site(site).copy_limits
    return Services(entry, site, traffic_at(site, limits))


def kept(given: Given, one: Protected) -> list[Kept]:
    return shelf(given, one).kept


def shelf(given: Given, one: Protected) -> Shelf:
    signers = allowed_signers(given.home.definitions)
    return vault(given, one).shelf(one.group.site, one.group.system, signers)


def owner_lock(site: str) -> str:
    """Of whoever takes the owner's part in a site's vault: two would take it from each other."""
    return f"backup.{site}.owner"


def member_of(stack: str) -> str:
    return stack.partition(".")[0]


def site_of(stack: str) -> str:
    return stack.partition(".")[2]
