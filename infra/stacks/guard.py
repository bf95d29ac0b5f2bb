"""What a plan may never delete, and how it is said. Pure.

A project, a data volume or a container goes only when the member's file says that the service is
retired, or that the municipality has left. Everything else that would go is refused with the
list and the way to do it properly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
    gone = [resource for resource in protected(state) if resource.name not in kept]
    may_go = _retired_names(member, catalogue)
    return Fate(
        refused=tuple(r for r in gone if not may_go.fullmatch(r.name)),
        retired=tuple(r for r in gone if may_go.fullmatch(r.name)),
    )


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
    return {
        f"{blueprint.project}-project",
        *(f"{volume.name}-volume" for volume in blueprint.data_volumes),
        *(f"{blueprint.member}-containers-{container}" for container in blueprint.containers),
    }


def _retired_names(member: Member, catalogue: Catalogue) -> re.Pattern[str]:
    """The names in the program of volumes and containers of the member's retired systems.

    Exact up to the server's number: how many servers there were depends on past populations.
    """
    patterns = [r"(?!)"]  # matches nothing, so that a member without retired systems loses nothing
    for system, state in systems_of(member, catalogue).items():
        if state is not ServiceState.RETIRED:
            continue
        for tier_name, tier in catalogue.systems[system].tiers.items():
            patterns += [
                rf"{member.slug}-{system}-{tier_name}-\d+-{volume}-volume"
                for volume in tier.volumes
            ]
        patterns += [
            f"{member.slug}-containers-{container}"
            for container in catalogue.systems[system].containers
        ]
    return re.compile("|".join(patterns))
