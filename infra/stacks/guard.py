"""What a plan may never delete, and how it is said. Pure.

A project, a data volume or a container goes only when the member's file says that the service is
retired, or that the municipality has left. Everything else that would go is refused with the
list and the way to do it properly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blueprint.naming import (
    container_resource,
    containers_component,
    project_resource,
    system_of_data,
    volume_resource,
)
from blueprint.parts import Blueprint
from core.message import Message, say
from infra.engine.resources import Resource, State, protected
from tenants.catalogue_model import Catalogue
from tenants.member import Member
from tenants.sizing import systems_of
from tenants.vocabulary import ServiceState


@dataclass(frozen=True, slots=True)
class Fate:
    """Protected objects that the new blueprint does not have."""

    refused: tuple[Resource, ...]
    """Nobody has said that they may go."""
    retired: tuple[Resource, ...]
    """Their service is retired, with a date and a reason, in the member's file."""


NOTHING_GOES = Fate((), ())


def fate_of(state: State, blueprint: Blueprint, member: Member, catalogue: Catalogue) -> Fate:
    """What becomes of each protected object that the blueprint leaves out."""
    kept = _protected_names(blueprint)
    states = systems_of(member, catalogue)
    refused: list[Resource] = []
    retired: list[Resource] = []
    for resource in protected(state):
        if resource.name not in kept:
            system = system_of_data(resource.name, member.slug, catalogue)
            may_go = system is not None and states.get(system) is ServiceState.RETIRED
            (retired if may_go else refused).append(resource)
    return Fate(tuple(refused), tuple(retired))


def refusal(refused: Sequence[Resource]) -> Message:
    """Why the plan is not carried out, and the proper way."""
    return say(
        "the plan would delete what holds data: {objects}. "
        "Write `state: stopped` at the service to keep its data, or `state: retired` with "
        "`retired_on` and `reason` to let it go",
        objects=", ".join(object_name(resource) for resource in refused),
    )


def object_name(resource: Resource) -> str:
    """The name in OpenStack."""
    return str(resource.inputs.get("name") or resource.name)


def _protected_names(blueprint: Blueprint) -> set[str]:
    """Names in the program of everything that components protect."""
    component = containers_component(blueprint.member)
    return {
        project_resource(blueprint.project),
        *(volume_resource(volume.name) for volume in blueprint.data_volumes),
        *(container_resource(component, container) for container in blueprint.containers),
    }
