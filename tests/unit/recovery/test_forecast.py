"""What a failover would bring back, in which order, by when, and everything that speaks against it.

By the shipped rates a GiB that is stored takes 35.2 s to check and 20.1 s to copy, one that is
declared 13.3 s to restore and 18.9 s to compare; Usuki has 13 GiB in one system, Aya 19 in three.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from blueprint.member import blueprint_of
from core.message import Message, say
from recovery.content import BYTES_PER_GIB
from recovery.coverage import Held
from recovery.forecast import Copies, plan_of
from recovery.groups import groups_of
from recovery.metrics import failover_exposition
from recovery.move_told import MoveTold
from recovery.plan import FailoverPlan, LicenceNeed
from recovery.proven import ProvenCopy, newest_proven
from recovery.rates import RatesUsed, Restored, rates_used
from tenants.definitions import Definitions
from tenants.recovery_model import Departure
from tests.lib.definitions import shipped
from tests.lib.generations import FIRST_AT, generations, proof_of

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SHIPPED = shipped()
RATES = RatesUsed(SHIPPED.recovery.value.rates, say("as a test has them"))


@dataclass(frozen=True)
class Enough:
    """Licences without end, but for these members alone or together."""

    refused: Mapping[frozenset[str], str]

    def needed(self, members: Collection[str]) -> Sequence[LicenceNeed]:
        why = self.refused.get(frozenset(members))
        return [] if why is None else [LicenceNeed(say(why), refused=True)]


ENOUGH = Enough({})


def copies(*slugs: str, hours: int = 6, stored_gib: float = 1.0) -> Copies:
    """Of every system of these members, whole, so old, each with so much stored."""
    catalogue = SHIPPED.catalogue.value
    return {
        (slug, group.system): ProvenCopy(
            NOW - timedelta(hours=hours),
            {volume.name: 1 for volume in group.volumes},
            int(stored_gib * BYTES_PER_GIB),
        )
        for slug in slugs
        for group in groups_of(blueprint_of(SHIPPED, slug, "primary"), catalogue)
    }


def planned(
    *members: str,
    known: Copies | None = None,
    standing: Mapping[str, Sequence[Message]] | None = None,
    licences: Enough = ENOUGH,
    definitions: Definitions = SHIPPED,
) -> FailoverPlan:
    found = copies(*members) if known is None else known
    return plan_of(
        definitions, "primary", "remote", members, found, standing or {}, licences, RATES, NOW
    )


def against(plan: FailoverPlan) -> list[str]:
    whole = [str(why) for why in plan.not_ready]
    return whole + [f"{one.member}: {why}" for one in plan.members for why in one.not_ready]


def test_a_member_with_proven_copies_is_ready() -> None:
    plan = planned("usuki")
    assert plan.is_ready
    [usuki] = plan.members
    assert usuki.gib == 13
    assert usuki.lost == timedelta(hours=6)
    # One GiB stored, 13 declared.
    assert usuki.data_after == timedelta(seconds=35.2 + 20.1 + 13 * (13.3 + 18.9))
    assert usuki.runs_after == usuki.data_after + timedelta(seconds=60)


def test_each_waits_for_those_before_and_the_quickest_of_equals_comes_first() -> None:
    plan = planned("aya", "usuki")
    assert [one.member for one in plan.members] == ["usuki", "aya"]
    usuki, aya = plan.members
    assert aya.data_after - usuki.data_after == timedelta(
        seconds=3 * (35.2 + 20.1) + 19 * (13.3 + 18.9)
    )
    assert [one.system for one in (system.group for system in aya.systems)] == [
        "core",
        "welfare",
        "internal",
    ]


def test_who_was_promised_an_earlier_hour_comes_first() -> None:
    departure = Departure(reason="協議会で合意", system_rto_minutes=100)
    read = SHIPPED.members["aya"]
    aya = read.value.model_copy(update={"recovery": {"core": departure}})
    hurried = replace(SHIPPED, members={**SHIPPED.members, "aya": replace(read, value=aya)})
    plan = planned("aya", "usuki", definitions=hurried)
    assert [one.member for one in plan.members] == ["aya", "usuki"]


def test_without_a_copy_all_is_lost_and_what_is_declared_counts() -> None:
    plan = planned("usuki", known={})
    assert plan.members[0].lost is None
    assert plan.members[0].data_after == timedelta(seconds=13 * (35.2 + 20.1 + 13.3 + 18.9))
    assert against(plan) == ["usuki: there is no proven copy of core"]


def test_everything_that_speaks_against_a_member_is_told_at_once() -> None:
    old = dict(copies("aya", hours=50, stored_gib=130))
    core = old["aya", "core"]
    old["aya", "core"] = replace(
        core, records=dict.fromkeys(core.volumes - {"aya-core-db-1-data"}, 1)
    )
    del old["aya", "internal"]
    plan = planned(
        "aya",
        known=old,
        standing={"aya": [say("its stack was never verified")]},
        licences=Enough({frozenset({"aya"}): "database: two are missing"}),
    )
    assert not plan.is_ready
    assert against(plan) == [
        "aya: its stack was never verified",
        "aya: there is no proven copy of internal",
        "aya: the newest proven copy of core is without aya-core-db-1-data",
        "aya: core would lose what was entered in the last 3000 minutes, and 1440 are promised at "
        "most (RPO)",
        "aya: welfare would lose what was entered in the last 3000 minutes, and 1440 are promised "
        "at most (RPO)",
        "aya: the data of core, welfare could be read after 247 minutes, and 120 are promised "
        "(data access RTO)",
        "aya: core, welfare would run again after 257 minutes, and 240 are promised (RTO)",
        "aya: licences: database: two are missing",
    ]


def test_a_promise_of_time_that_cannot_be_kept_is_told_for_its_systems_together() -> None:
    plan = planned("aya", known=copies("aya", stored_gib=130))
    assert against(plan) == [
        "aya: the data of core, welfare could be read after 247 minutes, and 120 are promised "
        "(data access RTO)",
        "aya: core, welfare would run again after 371 minutes, and 240 are promised (RTO)",
    ]


def test_licences_that_do_for_each_and_not_for_all_are_told_of_the_whole() -> None:
    both = Enough({frozenset({"aya", "usuki"}): "database: one is missing"})
    assert against(planned("aya", "usuki", licences=both)) == ["licences: database: one is missing"]


def test_the_room_counts_whoever_runs_there_by_then() -> None:
    plan = planned("usuki")
    assert [(one.unit, one.needed, one.offered) for one in plan.room] == [
        ("vCPU", 4, 448),
        ("GiB RAM", 8, 1024),
        ("GiB", 13, 20000),
    ]


def test_a_site_without_the_room_is_told() -> None:
    read = SHIPPED.sites["remote"]
    small = replace(read, value=read.value.model_copy(update={"storage_gib": 10}))
    narrow = replace(SHIPPED, sites={**SHIPPED.sites, "remote": small})
    assert against(planned("usuki", definitions=narrow)) == [
        "13 GiB are needed there, and there are 10"
    ]


def test_the_newest_proven_copy_counts_and_not_the_newest() -> None:
    first, second, third = generations(3)
    held = [
        Held(third),
        Held(first, (proof_of(first, NOW),)),
        Held(second, (proof_of(second, NOW),)),
    ]
    found = newest_proven(held)
    assert found is not None
    assert found.taken_at == FIRST_AT + timedelta(days=2)
    assert found.volumes == {"aya-core-db-1-data", "aya-core-db-1-boot"}
    assert found.stored_bytes == first.bytes + second.bytes
    assert newest_proven([Held(third)]) is None


def test_restores_are_as_fast_as_trials_have_shown() -> None:
    proof = proof_of(generations(1)[0], NOW)
    volumes = tuple(
        one.model_copy(update={"gib": 10, "restore_seconds": 300}) for one in proof.volumes
    )
    used = rates_used(RATES.rates, [Restored(NOW, volumes)])
    # 600 s for 20 GiB, two at a time.
    assert used.rates.restore_seconds_per_gib == 15.0
    assert str(used.told) == (
        "as measured: restores as in 1 trial, the last on 2026-11-26, all else as the file has "
        "it: lab (2 CPU, Cinder 29.0.0, Swift 2.38.3), 2026-11-25"
    )


def test_a_trial_of_next_to_nothing_says_nothing_of_the_storage() -> None:
    used = rates_used(RATES.rates, [Restored(NOW, proof_of(generations(1)[0], NOW).volumes)])
    assert used.rates == RATES.rates


def test_servers_run_as_soon_as_in_the_slowest_of_the_last_moves() -> None:
    def after(day: int, seconds: int | None) -> MoveTold:
        return MoveTold(
            member="aya",
            source="primary",
            target="remote",
            move=f"move-{day}",
            declared_at=NOW + timedelta(days=day),
            reason="a test",
            lost_minutes=0,
            promised_lost_minutes=1440,
            promised_minutes=240,
            predicted_data_after_minutes=2,
            predicted_runs_after_minutes=3,
            data_after_seconds=100,
            runs_after_seconds=None if seconds is None else 100 + seconds,
            steps=(),
        )

    spans = (900, 36, 90, 40, None, 50)
    used = rates_used(RATES.rates, (), [after(day, each) for day, each in enumerate(spans)])
    assert used.rates.up_seconds == 90
    assert str(used.told) == (
        "as measured: servers as in 5 moves, the last on 2026-12-01, all else as the file has "
        "it: lab (2 CPU, Cinder 29.0.0, Swift 2.38.3), 2026-11-25"
    )


def test_readiness_is_told_to_prometheus_with_what_is_predicted_and_what_is_promised() -> None:
    told = failover_exposition([planned("usuki"), planned("nobeoka", known={})]).splitlines()
    figures = [one for one in told if not one.startswith("#")]
    usuki = '{site="primary",member="usuki",system="core"}'
    assert [one for one in figures if usuki in one] == [
        f"kumiai_failover_ready{usuki} 1",
        f"kumiai_failover_runs_after_seconds{usuki} 533.9",
        f"kumiai_failover_promised_seconds{usuki} 14400",
    ]
    assert 'kumiai_failover_ready{site="primary",member="nobeoka",system="core"} 0' in figures
