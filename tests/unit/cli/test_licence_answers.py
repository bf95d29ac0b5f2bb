"""What `kumiai licence` says of a small ledger, as a person reads it; no site answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from blueprint.naming import Role
from core.eras import JAPAN
from core.home import Home
from licensing.ledger.home import ledger_of
from licensing.ledger.look import Look
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Sighting, Source
from tests.errors.cases import edit
from tests.errors.licence_cases import DATABASE
from tests.lib.definitions import copied_to
from tests.lib.typed import typed

Env = Mapping[str, str]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


def on(day: str, member: str, host: str, vcpus: int = 2) -> Sighting:
    site = "primary" if host.startswith("pri") else "remote"
    name = f"{member}-core-db-1"
    what = Machine(name, member, Role("core", ("database",)), site, host, vcpus, True)
    return Sighting(f"{name} {day}", name, at(day), what, Source.NOTIFICATION)


@pytest.fixture
def env(tmp_path: Path) -> Env:
    """hita's server was on pri-03 for an hour, to and fro; usa's has stayed on pri-01."""
    home = Home(tmp_path / "home", definitions=copied_to(tmp_path / "files"))
    home.root.mkdir(mode=0o700)
    told = [
        on("2026-06-01T09:00", "usa", "pri-01"),
        on("2026-06-01T09:00", "hita", "pri-01"),
        on("2026-11-01T22:00", "hita", "pri-03"),
        on("2026-11-01T23:00", "hita", "pri-01"),
    ]
    ledger_of(home, {}).record(told, at("2026-11-02T00:00"))
    return {
        "KUMIAI_HOME": str(home.root),
        "KUMIAI_DEFINITIONS": str(home.definitions),
        "LC_ALL": "C.UTF-8",
    }


def by(env: Env, rule: str, quantity: int = 128) -> None:
    """By which rule the database counts."""
    files = Path(env["KUMIAI_DEFINITIONS"])
    edit(DATABASE, "rule: oracle-processor", f"rule: {rule}")(files)
    edit(DATABASE, "quantity: 128", f"quantity: {quantity}")(files)


def test_an_hour_on_another_host_moves_no_share_in_explain_in_position_and_in_the_chart(
    env: Env, tmp_path: Path
) -> None:
    by(env, "sql-server-core-host")
    asked = ("--at", "2026-11-20", "--lang", "en")
    told = typed("licence", "explain", "database", *asked, env=env).output
    assert "required 56, entitled 128, headroom 72" in told
    assert (
        "whose doing it is, by vCPUs and time of use in the 90 days before:\n"
        "  Hita City: 28\n  Usa City: 28\n"
    ) in told
    drawing = tmp_path / "x.svg"
    words = ("licence", "chart", "--product", "database", "--period", "2026-04..2026-11")
    assert typed(*words, "--out", str(drawing), env=env).exit_code == 0
    texts = [one.text or "" for one in ElementTree.parse(drawing).iter() if one.text]
    assert any("日田市 / Hita City 28, 宇佐市 / Usa City 28" in one for one in texts)
    assert "hita-core-db-1（日田市）pri-01 → pri-03" in texts


def test_a_host_that_the_rule_refuses_is_said_to_be_beside_the_sum(env: Env) -> None:
    by(env, "oracle-se2")
    edit(
        "infra/sites/primary.yaml",
        "sockets: 2, cores_per_socket: 12",
        "sockets: 4, cores_per_socket: 12",
    )(Path(env["KUMIAI_DEFINITIONS"]))
    told = typed("licence", "explain", "database", "--lang", "en", env=env).output
    assert "database: the rule oracle-se2 allows no such host as pri-03" in told


def test_a_host_whose_name_another_site_has_too_is_called_with_its_site_once(env: Env) -> None:
    home = Home(Path(env["KUMIAI_HOME"]), definitions=Path(env["KUMIAI_DEFINITIONS"]))
    there = on("2026-06-01T09:00", "yufu", "pri-01")
    assert there.machine is not None
    there = replace(there, machine=replace(there.machine, site="remote"))
    ledger_of(home, {}).record([there], at("2026-06-02T00:00"))
    told = typed("licence", "explain", "database", "--lang", "en", env=env).output
    assert "  pri-01 (remote): counted as " in told


def test_factors_stand_as_in_the_rules_file(env: Env) -> None:
    by(env, "ibm-pvu", 9999)
    told = typed("licence", "explain", "database", "--lang", "en", env=env).output
    assert "  factors:\n    default: 120\n    four-socket-server: 100\n" in told


def test_each_regions_highest_says_where_it_was(env: Env) -> None:
    by(env, "ibm-vpc")
    files = Path(env["KUMIAI_DEFINITIONS"])
    edit("infra/sites/remote.yaml", "licence_region: asia-pacific", "licence_region: europe")(files)
    home = Home(Path(env["KUMIAI_HOME"]), definitions=files)
    ledger_of(home, {}).record(
        [on("2026-11-05T09:00", "yufu", "rem-01", 6)], at("2026-11-06T00:00")
    )
    told = typed(
        "licence", "explain", "database", "--at", "2026-11-20", "--lang", "en", env=env
    ).output
    assert "the highest of the period at primary was at 2026-10-01 00:00 JST" in told
    assert "the highest of the period at remote was at 2026-11-05 09:00 JST" in told


def test_what_followed_a_moment_of_the_past_is_no_forecast(env: Env) -> None:
    by(env, "sql-server-core-host")
    home = Home(Path(env["KUMIAI_HOME"]), definitions=Path(env["KUMIAI_DEFINITIONS"]))
    there = [on("2026-06-10T09:00", "aya", "pri-02"), on("2026-06-11T09:00", "aya", "pri-01")]
    ledger_of(home, {}).record(there, at("2026-11-02T00:00"))
    words = ("licence", "explain", "database", "--lang", "en", "--at")
    then = typed(*words, "2026-07-01", env=env).output
    assert "had nothing else changed: from 2026-09-09 09:00 JST 32 licences" in then
    assert "forecast" not in then


@pytest.mark.parametrize(
    "words",
    [
        ("position", "--at", "2026-10-01"),
        ("position", "--period", "2026-10..2026-11"),
        ("position", "--at", "2026-10-01", "--believed", "2026-11-20"),
        ("explain", "database", "--at", "2026-10-01"),
        ("chart", "--out", "x.html"),
        ("compare", "database", "--at", "2026-10-01"),
    ],
)
def test_a_time_at_which_nobody_had_looked_yet_is_told_to_be_one(
    env: Env, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    home = Home(Path(env["KUMIAI_HOME"]), definitions=Path(env["KUMIAI_DEFINITIONS"]))
    for day in ("2026-11-02", "2026-11-03"):
        moment = at(f"{day}T00:00")
        ledger_of(home, {}).record([], moment, Look("primary", moment, {}))
    told = typed("licence", *words, "--lang", "en", env=env).output
    assert "primary: the ledger of licences first looked there at 2026-11-02 00:00 JST;" in told


@pytest.mark.parametrize(
    ("rule", "goes_back"), [("oracle-processor", False), ("sql-server-core-host", True)]
)
@pytest.mark.parametrize(
    "words",
    [
        ("explain", "database", "--at", "2026-11-20"),
        ("whatif", "migrate", "usa-core-db-1", "pri-03"),
        ("outlook",),
    ],
)
def test_a_number_that_looks_back_further_than_the_ledger_is_told(
    env: Env, words: tuple[str, ...], rule: str, goes_back: bool
) -> None:
    """The first rule counts what runs, the other what ran in 90 days as well."""
    by(env, rule)
    home = Home(Path(env["KUMIAI_HOME"]), definitions=Path(env["KUMIAI_DEFINITIONS"]))
    moment = at("2026-11-02T00:00") if "--at" in words else datetime.now(JAPAN)
    ledger = ledger_of(home, {})
    there = {one.server: one.machine for one in ledger.believed() if one.until is None}
    ledger.record([], moment, Look("primary", moment, there))
    told = typed("licence", *words, "--lang", "en", env=env).output
    assert ("so those that go back further may be too low" in told) is goes_back


def test_moments_that_are_asked_for_in_utc_are_answered_in_japans_time(env: Env) -> None:
    words = ("licence", "explain", "database", "--json", "--at", "2026-11-20T00:00Z")
    told = typed(*words, env=env).output
    found = json.loads(told[told.index("{") : told.rindex("}") + 1])
    assert found["sums"][0]["at"] == "2026-11-20T09:00:00+09:00"


@pytest.mark.parametrize(("quantity", "code"), [(64, 0), (20, 11)])
def test_an_outlook_in_which_a_breach_goes_on_ends_with_the_code_of_a_broken_rule(
    env: Env, quantity: int, code: int
) -> None:
    by(env, "oracle-processor", quantity)
    told = typed("licence", "outlook", "--lang", "en", env=env)
    assert told.exit_code == code, told.output
    assert ("in breach: " in told.output) == (code == 11)


def test_an_outlook_says_once_that_no_entitlement_holds(env: Env) -> None:
    told = typed("licence", "outlook", "--year", "2028", "--member", "usa", "--lang", "en", env=env)
    assert told.exit_code == 11
    first = told.output[told.output.index("2028-04") : told.output.index("2028-05")]
    assert first.count("o entitlement holds") == 1, first


@pytest.mark.parametrize(
    "words", ["explain databse", "compare databse", "position --product databse"]
)
def test_a_slip_in_a_products_name_is_asked_back(env: Env, words: str) -> None:
    told = typed("licence", *words.split(), "--lang", "en", env=env)
    assert told.output.endswith("databse neither runs nor is owned; did you mean database?\n")
