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
from infra.kinds import VOLUME
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
    fewer: tuple[Resource, ...] = ()
    """Their service is not retired, and the files draw fewer servers for it than stand."""

    @property
    def against(self) -> Message | None:
        """Why the plan is not carried out; None where nothing goes that may not."""
        if self.refused:
            return refusal(self.refused)
        return too_few(self.fewer) if self.fewer else None


NOTHING_GOES = Fate((), ())


def fate_of(state: State, blueprint: Blueprint, member: Member, catalogue: Catalogue) -> Fate:
    """What becomes of each protected object that the blueprint leaves out."""
    kept = _protected_names(blueprint)
    states = systems_of(member, catalogue)
    refused: list[Resource] = []
    retired: list[Resource] = []
    fewer: list[Resource] = []
    for resource in protected(state):
        if resource.name not in kept:
            system = system_of_data(resource.name, member.slug, catalogue)
            match states.get(system) if system is not None else None:
                case None:
                    refused.append(resource)
                case ServiceState.RETIRED:
                    retired.append(resource)
                case _:
                    fewer.append(resource)
    return Fate(tuple(refused), tuple(retired), tuple(fewer))


def refusal(refused: Sequence[Resource]) -> Message:
    """Why the plan is not carried out, and the proper way."""
    return say(
        "the plan would delete what holds data: {objects}. "
        "Write `state: stopped` at the service to keep its data, or `state: retired` with "
        "`retired_on` and `reason` to let it go",
        objects=tuple(object_name(resource) for resource in refused),
    )


def too_few(fewer: Sequence[Resource]) -> Message:
    """Why nobody's data goes because the residents are fewer, and how the servers are kept."""
    return say(
        "the files ask for fewer servers than stand, and the plan would delete what holds data: "
        "{objects}. With fewer residents, write `size: larger` at the service to keep its servers; "
        "after a change of `size` or of tenants/catalogue.yaml, put it back",
        objects=tuple(object_name(resource) for resource in fewer),
    )


def retyped(state: State, blueprint: Blueprint) -> tuple[Resource, ...]:
    """Volumes that stand with another type than is drawn.

    Cinder refuses another type to a volume in use where a limit in the hypervisor hangs on it,
    as on every type here. Source: cinder/volume/api.py, `API.retype` ("front-end" QoS specs).
    """
    drawn = {plan.name: plan.type for plan in blueprint.volumes}
    return tuple(
        resource
        for resource in state.resources
        if resource.type == VOLUME.token
        and (standing := _type_of(resource))
        and drawn.get(object_name(resource), standing) != standing
    )


def not_retyped(found: Sequence[Resource]) -> Message:
    """Why volumes keep their type, and what to do."""
    return say(
        "another type is asked for of volumes that stand: {objects}, of the type {types}. Cinder "
        "changes no type while a volume is in use; put the type back in tenants/catalogue.yaml",
        objects=tuple(object_name(resource) for resource in found),
        types=tuple(sorted({_type_of(resource) for resource in found})),
    )


def _type_of(volume: Resource) -> str:
    return str(volume.outputs.get("volumeType") or volume.inputs.get("volumeType") or "")


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
