"""Whatever may be written into a rule changes a number somewhere, or `check` refuses it.

Each field is written into a rule of each metric, and counted beside the rule without it over many
small worlds; a metric that gets a new field is asked without anybody thinking of it.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from blueprint.naming import Role
from licensing.counting.figure import Figure
from licensing.counting.park import Host, Park
from licensing.counting.requirement import required
from licensing.counting.spare_days import beyond_free_days
from licensing.counting.stay import Stay
from licensing.papers.measure import DECLARED_METRICS, Floors, Level, Measure, Metric
from licensing.papers.rule import ABOUT_THE_RULE, Rule
from licensing.papers.rule_checks import rule_problems
from licensing.position.owed import owed
from tests.lib.effort import some
from tests.lib.machines import START
from tests.unit.licensing.papers.test_sayable import read

DAY = timedelta(days=1)
UNKNOWN = {"sockets": 3, "cores_per_socket": 17}
VALUES: dict[str, list[Any]] = {
    "floors.cores_per_socket": [16],
    "floors.cores_per_host": [64],
    "floors.vcpus_per_server": [8],
    "floors.licences_at_least": [5000],
    "one_socket_covers_cores": [8],
    "vcpus_are_threads": [True],
    "factors": [{"default": 0.5, "risc": 1}, {"default": 2}],
    "servers_per_set": [2],
    "cap": ["host_cores_per_server", "host_cores"],
    "units_per_licence": [2],
    "round_up_at": [str(level) for level in Level if level is not Level.PARK],
    "multiple_of": [4],
    "licences_each": [3],
    "steps": [[{"up_to": 1, "weight": 1}, {"weight": 3}], [{"weight": 2}]],
    "reach": ["aggregate", "site", "park"],
    "contagious": [True],
    "where_it_runs": [True],
    "unknown": [UNKNOWN, {**UNKNOWN, "capped": True}],
    "window_days": [30],
    "powered_off_counts": [True],
    "free_passive_servers": [1],
    "free_days_per_year": [3],
    "sockets_at_most": [2],
    "peak": ["high_water_mark"],
    "per_region": [True],
}
BESIDE: tuple[dict[str, Any], ...] = (
    {},
    {"units_per_licence": 2},
    {"units_per_licence": 2, "round_up_at": "server"},
    {"units_per_licence": 2, "round_up_at": "host"},
    {"factors": {"default": 0.5, "risc": 0.25}},
    {"factors": {"default": 3, "risc": 1}},
    {"factors": {"default": 0.5}, "round_up_at": "host"},
    {"peak": "high_water_mark"},
    {"cap": "host_cores", "contagious": True},
    {"where_it_runs": True},
)
"""What a field stands beside: what makes fractions, and what other fields are about."""
CLASSES: tuple[str | tuple[str, ...], ...] = ("default", "risc", ("risc", "other"), "other")
NOT_TRIED = {"counts", "combined", "id", "valid_from", "period", "all_or_nothing"}
"""What a rule is, the days that a year has, and what a position makes of the number."""


def test_every_field_that_counts_is_tried() -> None:
    fields = {*Rule.model_fields, *Measure.model_fields} - ABOUT_THE_RULE - NOT_TRIED - {"floors"}
    fields |= {f"floors.{name}" for name in Floors.model_fields}
    assert fields == set(VALUES)


@pytest.mark.parametrize("metric", some(list(Metric), 4, "fields that change nothing"))
def test_a_field_changes_a_number_or_is_refused(metric: Metric) -> None:
    idle = [
        (beside, field, value)
        for beside in BESIDE
        for field, values in VALUES.items()
        for value in values
        if field not in beside and _is_idle({"counts": str(metric), **beside}, field, value)
    ]
    assert idle == []


@pytest.mark.parametrize("metric", sorted(DECLARED_METRICS))
def test_who_has_a_product_switched_off_has_it_where_the_rule_says_so(metric: Metric) -> None:
    where = {"counts": str(metric), "where_it_runs": True}
    running, rule = _allowed(where), _allowed({**where, "powered_off_counts": True})
    assert running is not None
    assert rule is not None
    assert _differ(rule, running)


def _is_idle(said: dict[str, Any], field: str, value: Any) -> bool:
    without, rule = _allowed(said), _allowed(_with(said, field, value))
    return without is not None and rule is not None and not _differ(rule, without)


def _with(said: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
    outer, _, inner = field.partition(".")
    return {**said, outer: {inner: value} if inner else value}


def _allowed(said: dict[str, Any]) -> Rule | None:
    written = read("own", {"rule": said, "examples": []})
    return None if rule_problems("own", written) else written.value


def _world(chance: Random) -> tuple[Park, list[Stay]]:
    hosts = [
        _host(chance, site, number)
        for site in ("primary", "remote")
        for number in range(chance.randint(1, 4))
    ]
    members = ("hita", "usa", "oita")
    figures = tuple(
        Figure(metric, member, START + day * DAY, chance.randint(1, 300))
        for metric in sorted(DECLARED_METRICS)
        for member in members
        for day in (chance.randint(0, 20), chance.randint(30, 60))
    )
    regions = {"primary": "a", "remote": chance.choice("ab")}
    park = Park({host.name: host for host in hosts}, regions=regions, declared=figures)
    names = sorted(park.hosts)
    return park, [
        stay for number in range(chance.randint(1, 9)) for stay in _stays(chance, number, names)
    ]


def _host(chance: Random, site: str, number: int) -> Host:
    is_known = chance.random() < 0.8
    return Host(
        f"{site}-{number}",
        site,
        chance.choice([1, 2, 3, 4]) if is_known else None,
        chance.choice([3, 6, 8, 10, 20, 40]) if is_known else None,
        chance.choice(["general", "licensed"]),
        chance.choice(CLASSES),
        sockets_possible=chance.choice([None, None, 4, 8]),
        threads_per_core=chance.choice([1, 2, 3, 8]),
        ram_gib=chance.choice([None, 100, 256, 333]),
    )


def _stays(chance: Random, number: int, hosts: list[str]) -> list[Stay]:
    found: list[Stay] = []
    role = Role(chance.choice(["core", "fin"]), (), chance.random() < 0.4, chance.random() < 0.6)
    day = chance.randint(0, 60)
    for _ in range(chance.randint(1, 3)):
        length = chance.choice([None, 1, 5, 20, 40])
        until = None if length is None else START + (day + length) * DAY
        found.append(
            Stay(
                f"server-{number}",
                chance.choice(["hita", "usa"]),
                chance.choice(hosts),
                chance.choice([1, 2, 3, 4, 12, 50]),
                chance.random() < 0.8,
                role,
                START + day * DAY,
                until,
            )
        )
        if length is None:
            break
        day += length
    return found


CHANCE = Random(11)
WORLDS = [_world(CHANCE) for _ in range(150)]
MOMENTS = (20, 40, 60, 130)
MARK_SINCE = START + 10 * DAY


def _differ(one: Rule, other: Rule) -> bool:
    """Whether any world tells them apart; most are told by the first."""
    return any(_counted(one, world) != _counted(other, world) for world in WORLDS)


def _counted(rule: Rule, world: tuple[Park, list[Stay]]) -> tuple[object, ...]:
    park, stays = world
    counting = beyond_free_days(rule, stays).stays
    found: list[object] = []
    for day in MOMENTS:
        at = START + day * DAY
        now = required(rule, park, counting, at)
        found += [now.licences, now.refused, owed(rule, park, stays, MARK_SINCE, at).licences]
    return tuple(found)
