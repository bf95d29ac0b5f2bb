from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from blueprint.naming import Role
from core.errors import OtherSystemFailed
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from licensing.ledger.migrate import upgrade
from licensing.ledger.rows import micros
from licensing.ledger.sightings import entries_of
from licensing.ledger.tables import ROLE_COLUMNS
from licensing.papers.rule import fingerprint
from licensing.papers.store import read_licences
from tests.lib.any_ledger import AnyLedger
from tests.lib.definitions import ROOT
from tests.lib.effort import examples
from tests.lib.machines import at, machine, seen


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.opened(sqlite_url(tmp_path / "ledger.sqlite"))


class TestOnSqlite(AnyLedger):
    """Everything that holds of any ledger."""


def test_sightings_in_any_order_and_in_any_batches_end_in_the_same_ledger(tmp_path: Path) -> None:
    chance = random.Random(1)
    for number in range(8):
        told = [
            seen(minute, chance.choice([machine("pri-01"), machine("pri-02"), None]), server)
            for server in "abc"
            for minute in chance.sample(range(100), 12)
        ]
        whole = entries_of(told)
        chance.shuffle(told)
        ledger = Ledger.opened(sqlite_url(tmp_path / f"{number}.sqlite"))
        now = at(200)
        while told:
            many = chance.randint(1, 7)
            ledger.record(told[:many], now)
            told = told[many:]
            now += timedelta(minutes=1)
        assert ledger.believed() == whole


@settings(max_examples=examples(100))
@given(st.data())
def test_what_ended_long_ago_is_left_out_and_nothing_else(data: st.DataObject) -> None:
    moments = st.lists(st.integers(0, 60), min_size=1, max_size=6, unique=True)
    what = st.sampled_from([machine("pri-01"), machine("pri-02"), None])
    told = [
        seen(minute, data.draw(what), server) for server in "abc" for minute in data.draw(moments)
    ]
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.opened(sqlite_url(Path(folder) / "ledger.sqlite"))
        half = data.draw(st.integers(0, len(told)))
        ledger.record(told[:half], at(70))
        ledger.record(told[half:], at(80))
        limit = at(data.draw(st.integers(0, 60)))
        for believed_at in (at(75), None):
            everything = ledger.believed(believed_at)
            assert ledger.believed(believed_at, ended_after=limit) == [
                entry for entry in everything if entry.until is None or entry.until >= limit
            ]
        ledger.close()


def test_a_ledger_of_the_first_version_is_upgraded_with_what_is_in_it(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "ledger.sqlite")
    upgrade(url, "0001")
    columns = "key, server, at, content, source, inferred, recorded_at"
    content = json.dumps(
        {
            **{"name": "hita-core-db-1", "member": "hita", "system": "core"},
            **{"products": ["database"], "site": "primary", "host": "pri-01"},
            **{"vcpus": 2, "powered_on": True, "passive": False},
        }
    )
    with create_engine(url).begin() as connection:
        connection.execute(
            text(f"insert into sighting ({columns}) values (:k, :s, :at, :content, :by, false, 7)"),
            {"k": "old", "s": "a", "at": micros(at(0)), "content": content, "by": "notification"},
        )
        connection.execute(
            text(
                "insert into entry (server, name, member, system, products, site, host, vcpus,"
                " powered_on, passive, since, retracted, source, inferred, recorded_at) values"
                " ('a', 'hita-core-db-1', 'hita', 'core', 'database', 'primary', 'pri-01', 2,"
                " true, false, :at, false, 'notification', false, 7)"
            ),
            {"at": micros(at(0))},
        )
    ledger = Ledger.opened(url)
    assert [entry.machine for entry in ledger.believed()] == [machine()]
    ledger.record([seen(10, machine("pri-02"))], at(11))
    assert [(e.machine.host, e.since) for e in ledger.believed()] == [
        ("pri-01", at(0)),
        ("pri-02", at(10)),
    ]


def test_all_of_a_role_is_kept(tmp_path: Path) -> None:
    assert [column.key for column in ROLE_COLUMNS] == [field.name for field in fields(Role)]
    standby = Role("core", ("database", "enterprise-linux"), passive=True, sub_capacity=False)
    told = replace(machine(), role=standby)
    ledger = Ledger.opened(sqlite_url(tmp_path / "ledger.sqlite"))
    ledger.record([seen(0, told)], at(1))
    ledger.record([seen(5, machine("pri-02"))], at(6))  # settled from what the ledger has kept
    assert [entry.machine for entry in ledger.believed()] == [told, machine("pri-02")]


def test_a_writer_that_is_killed_leaves_all_of_a_batch_or_nothing(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "ledger.sqlite")
    ledger = Ledger.opened(url)
    program = (
        "import sys\n"
        "from licensing.ledger.ledger import Ledger\n"
        "from tests.lib.machines import at, machine, seen\n"
        "ledger = Ledger(sys.argv[1])\n"
        "for batch in range(10**6):\n"
        "    servers = [f'{batch} {one}' for one in range(10)]\n"
        "    ledger.record([seen(batch, machine(), s) for s in servers], at(batch))\n"
        "    print(batch, flush=True)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program, url], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert writer.stdout is not None
    said = [writer.stdout.readline() for _ in range(3)]
    time.sleep(random.SystemRandom().uniform(0, 0.2))
    writer.send_signal(signal.SIGKILL)
    said += writer.stdout.readlines()
    writer.wait()
    servers = [entry.server for entry in ledger.believed()]
    assert len(servers) % 10 == 0
    assert len(servers) >= 10 * len(said)


def test_a_ledger_of_a_newer_kumiai_is_not_touched(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "ledger.sqlite")
    Ledger.opened(url)
    with create_engine(url).begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(OtherSystemFailed, match="cannot be brought to this version of kumiai"):
        Ledger.opened(url)


def test_a_new_kind_of_field_does_not_change_the_rules_that_do_not_use_it() -> None:
    oracle = read_licences(ROOT)[0].rules["oracle-processor"].value
    same = oracle.model_copy(update={"contagious": False, "all_or_nothing": False})
    other = oracle.model_copy(update={"all_or_nothing": True})
    assert fingerprint(same) == fingerprint(oracle) != fingerprint(other)
