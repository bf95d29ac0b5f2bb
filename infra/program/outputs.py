"""What stacks export: the contract with everything that reads a stack. Names and types. Adapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import pulumi
from pulumi import Input


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberOutputs:
    """Outputs of `<member>.<site>`. Objects are by name, values are OpenStack ids."""

    project_id: Input[str]
    state: str
    residents: int
    """For how many its servers and volumes are drawn."""
    networks: Mapping[str, Input[str]]
    servers: Mapping[str, Input[str]]
    data_volumes: Mapping[str, Input[str]]

    def export(self) -> None:
        _export(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOutputs:
    """Outputs of `site.<site>`."""

    external_network_id: Input[str]
    image_id: Input[str]
    provisioner_id: Input[str]
    aggregates: Mapping[str, Input[str]]

    def export(self) -> None:
        _export(self)


def _export(outputs: MemberOutputs | SiteOutputs) -> None:
    for field in fields(outputs):
        pulumi.export(field.name, getattr(outputs, field.name))
