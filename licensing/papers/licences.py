"""All rules and entitlements together, as they are read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from licensing.papers.entitlement import Entitlement
from licensing.papers.rule import Rule
from tenants.definitions import Read


@dataclass(frozen=True)
class Licences:
    """Everything that is written about licences, by the files' names."""

    rules: Mapping[str, Read[Rule]]
    entitlements: Mapping[str, Read[Entitlement]]
    unreadable_rules: frozenset[str] = frozenset()
    """Names of files that are there but could not be read as rules."""
