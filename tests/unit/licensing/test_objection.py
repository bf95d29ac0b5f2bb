"""Pulumi's own gate: whoever types `pulumi` by hand is told how old the ledger is, and judged."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import yaml

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from core.home import Home
from core.message import Message
from licensing.ledger.home import ledger_of
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Sighting, Source
from licensing.objection import objection_to
from tenants.store import read_definitions
from tests.errors.cases import edit
from tests.errors.licence_cases import DATABASE
from tests.lib.definitions import copied_to

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def a_port_that_nobody_listens_at() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def judged(
    folder: Path, *changes: Callable[[Path], object], standing_on: str = ""
) -> tuple[Message | None, list[Message]]:
    """What is said of usuki's servers at a site that does not answer, and what is told.

    They are new, unless the ledger has them on a host.
    """
    home = Home(folder / "home", definitions=copied_to(folder / "files"))
    for change in changes:
        change(home.definitions)
    home.root.mkdir(mode=0o700)
    auth = {
        "auth_url": f"http://127.0.0.1:{a_port_that_nobody_listens_at()}/v3",
        "username": "admin",
        "password": "not used",
        "project_name": "admin",
    }
    clouds = {"clouds": {"primary": {"auth": auth}, "remote": {"auth": auth}}}
    home.clouds_file.write_text(yaml.safe_dump(clouds), encoding="utf-8")
    home.clouds_file.chmod(0o600)
    definitions, _ = read_definitions(home.definitions)
    assert definitions is not None
    usuki = blueprint_of(definitions, "usuki", "primary")
    if standing_on:
        ledger_of(home, {}).record(seen_on(standing_on, usuki), NOW)
    told: list[Message] = []
    against = objection_to(home, {}, definitions, [usuki], {}, "primary", told.append)
    return against, told


def seen_on(host: str, blueprint: Blueprint) -> list[Sighting]:
    machines = [
        Machine(one.name, blueprint.member, one.role, blueprint.site, host, one.vcpu, True)
        for one in blueprint.servers
    ]
    return [Sighting(m.name, m.name, NOW, m, Source.NOTIFICATION) for m in machines]


def test_the_first_lines_say_how_old_the_ledger_is_and_what_could_not_be_looked_at(
    tmp_path: Path,
) -> None:
    against, told = judged(tmp_path)
    assert against is None
    assert str(told[0]).startswith(
        "licences: primary cannot be looked at, and counts as the ledger had it last: "
    )
    assert [str(one) for one in told[1:]] == [
        "primary: the ledger of licences has not looked at it yet",
        "remote: the ledger of licences has not looked at it yet",
    ]


def test_what_would_violate_is_objected_to_also_where_nobody_could_look(tmp_path: Path) -> None:
    against, _ = judged(tmp_path, edit(DATABASE, "quantity: 128", "quantity: 40"))
    assert against is not None
    assert "database: 0 → 56 licences of 40 owned; violates" in str(against)


def test_what_is_in_breach_and_gets_no_worse_is_told_to_who_types_pulumi_by_hand(
    tmp_path: Path,
) -> None:
    """usuki's database server stands already, as the ledger has it; 56 are required."""
    against, told = judged(
        tmp_path, edit(DATABASE, "quantity: 128", "quantity: 40"), standing_on="pri-01"
    )
    assert against is None
    assert str(told[-1]) == (
        "licences: database: 56 → 56 licences of 40 owned; in breach: 16 licences are missing "
        "now, 16 then; nothing gets worse"
    )
