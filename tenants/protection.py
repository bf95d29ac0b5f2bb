"""Which tier of recovery a system of a municipality has, and what it promises. Pure."""

from __future__ import annotations

from tenants.catalogue_model import Catalogue
from tenants.member import Member
from tenants.recovery_model import Objectives, Recovery
from tenants.sizing import kept_systems
from tenants.vocabulary import Priority, ServiceState


def priority_of(system: str, member: Member, catalogue: Catalogue) -> Priority:
    """That of the most urgent service which the member has of the system; A comes first."""
    return min(
        catalogue.services[name].priority
        for name, use in member.services.items()
        if catalogue.services[name].system == system and use.state is not ServiceState.RETIRED
    )


def protected_systems(member: Member, catalogue: Catalogue) -> dict[str, Priority]:
    """The systems that hold data of the member's, the most urgent first, with their tiers.

    A stopped system keeps its data, and so its copies.
    """
    tiers = {
        system: priority_of(system, member, catalogue) for system in kept_systems(member, catalogue)
    }
    return dict(sorted(tiers.items(), key=lambda item: item[1]))


def objectives_of(
    system: str, member: Member, catalogue: Catalogue, recovery: Recovery
) -> Objectives:
    """What is promised of a system: its tier's figures, but for what the member's file changes."""
    tier = recovery.tiers[priority_of(system, member, catalogue)]
    departure = member.recovery.get(system)
    return tier if departure is None else tier.model_copy(update=departure.changes)
