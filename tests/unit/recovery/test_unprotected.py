"""What happened in 2019, as a model: 1,318 servers, 15 % of them with jobs that silently failed."""

from __future__ import annotations

import random
from datetime import timedelta

from blueprint.parts import VolumePlan
from recovery.coverage import Covered, Declared, Held, covered
from recovery.groups import Group
from recovery.metrics import exposition
from recovery.unprotected import by_municipality
from tests.lib.generations import FIRST_AT, generation, proof_of
from tests.unit.recovery.test_coverage import PROMISED

SERVERS, FAILING = 1318, 198
MUNICIPALITIES = 50
NOW = FIRST_AT + timedelta(hours=36)


def model(chance: random.Random) -> tuple[list[tuple[Group, Covered]], dict[str, list[str]]]:
    """Every system as it stands, and by municipality who really has no usable copy."""
    numbers = range(SERVERS)
    servers = [f"m{one % MUNICIPALITIES}-s{one // 100}-app-{one}" for one in numbers]
    failing = set(chance.sample(servers, FAILING))
    systems: dict[tuple[str, str], list[str]] = {}
    for server in servers:
        member, system, *_ = server.split("-")
        systems.setdefault((member, system), []).append(server)
    found = []
    for (member, system), its in systems.items():
        volumes = [plan(server, one) for server in its for one in ("boot", "data")]
        group = Group(member, "primary", system, tuple(its), tuple(volumes))
        sound = [one.name for one in volumes if one.server not in failing]
        held = []
        if sound:
            one = generation(1, None, *sound)
            held.append(Held(one, (proof_of(one, NOW),)))
        declared = Declared(member, system, group.names)
        found.append((group, covered(declared, held, PROMISED, NOW)))
    truth: dict[str, list[str]] = {}
    for server in sorted(failing):
        truth.setdefault(server.split("-")[0], []).append(server)
    return found, truth


def plan(server: str, what: str) -> VolumePlan:
    return VolumePlan(f"{server}-{what}", 1, "standard", what == "boot", server)


def test_of_1318_servers_exactly_the_198_without_a_usable_copy_are_named_by_municipality() -> None:
    found, truth = model(random.Random(2019))
    named = by_municipality(found)
    assert {member: sorted(servers) for member, servers in named.items()} == truth
    assert sum(map(len, named.values())) == 198


def test_each_system_has_its_figures_for_prometheus() -> None:
    one = generation(1)
    held = Held(one, (proof_of(one, NOW),))
    names = frozenset(copy.name for copy in one.volumes)
    told = exposition([("primary", covered(Declared("aya", "core", names), [held], PROMISED, NOW))])
    its = '{site="primary",member="aya",system="core"}'
    assert "# TYPE kumiai_backup_newest_copy_seconds gauge\n" in told
    assert [line for line in told.splitlines() if not line.startswith("#")] == [
        f"kumiai_backup_newest_copy_seconds{its} 1793577600",
        f"kumiai_backup_newest_proven_copy_seconds{its} 1793577600",
        f"kumiai_backup_newest_proof_seconds{its} 1793620800",
        f"kumiai_backup_interval_seconds{its} 43200",
        f"kumiai_backup_proof_interval_seconds{its} 604800",
        f"kumiai_backup_volumes_declared{its} 2",
        f"kumiai_backup_volumes_copied{its} 2",
        f"kumiai_backup_volumes_proven{its} 2",
        f"kumiai_backup_red{its} 0",
    ]
