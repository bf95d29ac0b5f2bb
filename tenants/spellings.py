"""What people call the services and their groups in tables. Pure."""

from __future__ import annotations

from core.names import folded
from tenants.catalogue_model import Catalogue


def spellings_of(catalogue: Catalogue) -> dict[str, str]:
    """The key of a service by each of its names, as names are compared."""
    by_name = {folded(service.ja): key for key, service in catalogue.services.items()}
    for key, service in catalogue.services.items():
        for name in (key, key.replace("_", "-"), service.en):
            by_name.setdefault(folded(name), key)
    for alias, spelt in catalogue.aliases.items():
        if folded(spelt) in by_name:
            by_name.setdefault(folded(alias), by_name[folded(spelt)])
    return by_name


def groups_of(catalogue: Catalogue) -> dict[str, str]:
    """The key of a group of services by each of its names."""
    return {
        folded(name): key
        for key, group in catalogue.groups.items()
        for name in (group.ja, group.en, key)
    }


def spellings_by_group(catalogue: Catalogue) -> dict[str | None, dict[str, str]]:
    """What a service is called below its group's name: `収納` for `収納（国保）` as well."""
    found: dict[str | None, dict[str, str]] = {}
    for key, service in catalogue.services.items():
        short = folded(service.ja).partition("(")[0]
        found.setdefault(service.group, {}).setdefault(short, key)
    return found
