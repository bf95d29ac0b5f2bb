"""Which tier a system has, and what a municipality's file changes of its promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tenants.consortium_model import Placement
from tenants.definitions import Definitions
from tenants.member import Member, ServiceUse
from tenants.protection import objectives_of, priority_of, protected_systems
from tenants.recovery_model import Consistency, Departure, Objectives
from tenants.rules.recovery import minutes_away, rounds_of
from tenants.vocabulary import PlacementState, Priority, ServiceState
from tests.lib.definitions import shipped

SHIPPED = shipped()
CATALOGUE = SHIPPED.catalogue.value
RECOVERY = SHIPPED.recovery.value


def aya(**services: ServiceUse) -> Member:
    return SHIPPED.members["aya"].value.model_copy(update={"services": services})


def test_a_system_has_the_tier_of_its_most_urgent_service() -> None:
    used = ServiceUse()
    assert priority_of("core", aya(voter_list=used, arrears=used), CATALOGUE) is Priority.B
    member = aya(voter_list=used, resident_record=used)
    assert priority_of("core", member, CATALOGUE) is Priority.A


def test_a_retired_service_makes_nothing_urgent() -> None:
    retired = ServiceUse(state=ServiceState.RETIRED)
    member = aya(resident_record=retired, voter_list=ServiceUse())
    assert priority_of("core", member, CATALOGUE) is Priority.B


def test_the_most_urgent_systems_come_first_and_retired_ones_not_at_all() -> None:
    member = aya(
        document_management=ServiceUse(),
        payroll=ServiceUse(state=ServiceState.STOPPED),
        resident_record=ServiceUse(),
        livelihood_protection=ServiceUse(state=ServiceState.RETIRED),
    )
    assert list(protected_systems(member, CATALOGUE).items()) == [
        ("core", Priority.A),
        ("internal", Priority.B),
        ("document", Priority.C),
    ]


def test_a_departure_changes_its_own_fields_alone() -> None:
    departure = Departure(reason="協議会で合意", rpo_minutes=2000)
    member = aya(resident_record=ServiceUse()).model_copy(update={"recovery": {"core": departure}})
    promised = objectives_of("core", member, CATALOGUE, RECOVERY)
    assert promised.rpo_minutes == 2000
    assert promised == RECOVERY.tiers[Priority.A].model_copy(update={"rpo_minutes": 2000})


@pytest.mark.parametrize(
    ("every", "full_every", "generations", "days", "most"),
    [
        (720, 14, 14, 35, 84),  # 70 within 35 days, 13 older ones below the oldest, 1 being made
        (1440, 7, 7, 35, 42),
        (1440, 1, 1, 1, 2),
        (1440, 1, 9, 1, 10),  # by their number, not by their age
        (1000, 1, 1, 1, 3),  # a day has room for one and a half, so two
    ],
)
def test_as_many_generations_stand_as_are_kept_and_as_hang_on_the_oldest(
    every: int, full_every: int, generations: int, days: int, most: int
) -> None:
    objectives = Objectives(
        rpo_minutes=9999,
        system_rto_minutes=1,
        data_access_rto_minutes=1,
        backup_every_minutes=every,
        full_every=full_every,
        generations=generations,
        retention_days=days,
        consistency=Consistency.PAUSED,
    )
    assert objectives.most_generations == most


def test_a_round_is_of_all_that_runs_at_a_site() -> None:
    assert minutes_away(60, RECOVERY.rates) == 48  # 12.6 and 35.2 seconds for each GiB
    assert [(one.site, one.gib, one.minutes) for one in rounds_of(SHIPPED)] == [
        ("primary", 331, 264)
    ]
    assert [(one.site, one.gib) for one in rounds_of(usuki_away())] == [
        ("primary", 318),
        ("remote", 13),
    ]


def usuki_away() -> Definitions:
    """Usuki runs at the remote site."""
    states = {"primary": PlacementState.STANDBY, "remote": PlacementState.ACTIVE}
    placement = Placement(members={"usuki": states})
    return replace(SHIPPED, placement=replace(SHIPPED.placement, value=placement))
