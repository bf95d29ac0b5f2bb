"""Municipalities' servers from boot to a register with residents: configured twice, and proven.

In the order in which they stand: each finds the servers as the one before left them. The sample is
one municipality, `make test-all` has two.
"""

from __future__ import annotations

import json
import re
import subprocess
from urllib.parse import urlencode

import pytest

from lab.guests.hosts import stop_hosts
from tests.lib.definitions import REGISTERS
from tests.lib.effort import ALL
from tests.lib.guests import Guests
from tests.lib.lynis import audited, install

APP, DB = "kadogawa-core-app-1", "kadogawa-core-db-1"
OTHERS_APP = "aya-core-app-1"
MEMBERS = REGISTERS if ALL else ("kadogawa",)
RESIDENTS = 1000

ASK = """
import ssl, sys, urllib.error, urllib.request
plain = ssl.create_default_context()
plain.check_hostname, plain.verify_mode = False, ssl.CERT_NONE
form = sys.stdin.read().encode() or None
try:
    answer = urllib.request.urlopen(sys.argv[1], form, timeout=30, context=plain)
except urllib.error.HTTPError as error:
    answer = error
print(answer.status, answer.url); print(answer.read().decode())
"""


@pytest.fixture(scope="module")
def lynis_before(guests: Guests) -> int:
    install(guests, APP)
    return audited(guests, APP).index


def test_check_tells_what_would_be_changed_and_changes_nothing(guests: Guests) -> None:
    before = guests.on(DB, "dpkg-query", "--show")
    said = guests.kumiai("configure", "kadogawa", "--check")
    assert said.returncode == 12, said.stdout + said.stderr
    assert f"{DB} differs: " in said.stdout
    assert "Install PostgreSQL" in said.stdout
    assert guests.on(DB, "dpkg-query", "--show") == before
    assert guests.on(DB, "ls", "/etc/ssh/sshd_config.d") == ""


def test_every_server_becomes_what_its_roles_say(guests: Guests, lynis_before: int) -> None:
    done = guests.kumiai("configure", *MEMBERS, "--execute", "--reason", "they were booted")
    assert done.returncode == 0, done.stdout + done.stderr
    for member in MEMBERS:
        assert f"servers of {member}.primary: done, " in done.stdout


def test_a_second_run_changes_nothing(guests: Guests) -> None:
    done = guests.kumiai("configure", *MEMBERS, "--execute", "--reason", "once more")
    assert done.returncode == 0, done.stdout + done.stderr
    for member in MEMBERS:
        assert f"servers of {member}.primary: done\n" in done.stdout


def test_an_independent_checker_finds_it_harder_than_it_was(
    guests: Guests, lynis_before: int
) -> None:
    after = audited(guests, APP).index
    print(f"lynis: {lynis_before} before, {after} after")
    assert after >= lynis_before + 10


def test_no_secret_is_in_what_a_run_leaves(guests: Guests) -> None:
    secrets = [file.read_text() for file in guests.home.credentials.glob("*.database")]
    assert secrets
    kept = [file for file in guests.home.logs.rglob("*") if file.is_file()]
    kept += [guests.home.journal]
    assert kept
    assert [f for f in kept if any(one in f.read_text(errors="replace") for one in secrets)] == []


def test_residents_move_in_and_out_through_the_pages(guests: Guests) -> None:
    person = {
        **{"name": "髙橋　花子", "kana": "タカハシ　ハナコ", "born_on": "1989-01-07", "sex": "女"},
        **{"address": "本町1丁目2番3号", "householder": "髙橋　花子", "moved_in_on": "2026-04-01"},
    }
    moved_in = _ask(guests, "/move-in", person)
    assert "200 " in moved_in.splitlines()[0]
    assert "/residents/1" in moved_in.splitlines()[0]
    assert "昭和64年1月7日" in moved_in
    assert "令和8年4月1日" in moved_in
    refused = _ask(guests, "/move-in", {**person, "name": "\ue000田　花子"})
    assert refused.startswith("422 ")
    assert "氏名の1文字目は外字（U+E000）です。" in refused
    left = _ask(guests, "/residents/1/move-out", {"left_on": "2026-11-01", "left_for": "大分県"})
    assert "住民票の除票" in left
    assert "1件" in _ask(guests, "/?" + urlencode({"begins": "タカハシ"}))


def test_a_thousand_residents_are_whole_and_the_backup_client_has_them_all(guests: Guests) -> None:
    fill = ("--seed", "1", "--count", str(RESIDENTS), "--today", "2026-11-26")
    assert guests.on(APP, "resident-register", "fill", *fill) == f"{RESIDENTS}\n"
    state = json.loads(guests.on(APP, "resident-register", "check"))
    assert (state["residents"], state["living_here"], state["untrue"]) == (1001, 1000, [])
    guests.on(DB, "backup-quiesce", "before")
    newest = guests.on(DB, "backup-quiesce", "check").strip()
    guests.on(DB, "backup-quiesce", "after")
    _as_postgres(guests, "createdb --port=1521 proof")
    _as_postgres(guests, f"pg_restore --port=1521 --dbname=proof {newest}")
    assert _content(guests, "proof") == _content(guests, "register")
    _as_postgres(guests, "dropdb --port=1521 proof")


def test_a_row_that_was_changed_by_hand_is_told(guests: Guests) -> None:
    _sql(guests, "update resident set name = '誰か' where number = 7;")
    with pytest.raises(subprocess.CalledProcessError) as caught:
        guests.on(APP, "resident-register", "check")
    assert caught.value.returncode == 12
    assert json.loads(caught.value.stdout)["untrue"] == ["住民7が届出と違います"]
    _sql(
        guests,
        "update resident set name = content->>'name' from notification "
        "where notification.number = 7 and resident.number = 7;",
    )
    guests.on(APP, "resident-register", "check")


@pytest.mark.skipif(not ALL, reason="the sample has one municipality")
def test_another_municipality_is_let_into_no_database(guests: Guests) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        guests.on(OTHERS_APP, "python3", "-", stdin=_stranger(guests))
    assert "no pg_hba.conf entry" in caught.value.stderr


def test_after_a_power_cut_everything_comes_back_with_the_servers(guests: Guests) -> None:
    before = guests.on(APP, "resident-register", "check")
    stop_hosts(guests.home, {APP, DB})
    done = guests.kumiai("lab", "hosts", APP.partition("-")[0])
    assert done.returncode == 0, done.stderr
    assert guests.on(APP, "resident-register", "check") == before
    assert "住民記録" in _ask(guests, "/")


def test_what_was_changed_by_hand_is_told_and_nothing_else(guests: Guests) -> None:
    guests.on(APP, "tee", "/etc/issue", stdin="Welcome\n")
    said = guests.kumiai("configure", APP.partition("-")[0], "--check", "--json")
    assert said.returncode == 12
    assert {one["server"]: one["would_change"] for one in json.loads(said.stdout)} == {
        APP: ["Say that use is recorded"],
        DB: [],
    }


def _ask(guests: Guests, path: str, form: dict[str, str] | None = None) -> str:
    """Status and address, then the page; a form is posted as a browser would."""
    address = _address(guests, APP)
    posted = "" if form is None else urlencode(form)
    return guests.beside("python3", "-c", ASK, f"https://{address}{path}", stdin=posted)


def _address(guests: Guests, host: str) -> str:
    found = re.search(rf"Host {host}\n  HostName (\S+)", guests.home.ssh_config.read_text())
    assert found is not None
    return found.group(1)


def _as_postgres(guests: Guests, command: str) -> str:
    return guests.on(DB, "runuser", "-u", "postgres", "--", "sh", "-c", f"'cd /; {command}'")


def _sql(guests: Guests, text: str) -> None:
    command = ("runuser", "-u", "postgres", "--", "psql", "--port=1521", "--file=-", "register")
    guests.on(DB, *command, stdin=text)


def _content(guests: Guests, database: str) -> list[str]:
    """All rows; what pg_dump writes anew each time is left out."""
    dump = _as_postgres(guests, f"pg_dump --port=1521 --data-only {database}")
    found = [
        line for line in dump.splitlines() if not line.startswith((r"\restrict", r"\unrestrict"))
    ]
    assert len(found) > 2 * RESIDENTS
    return found


def _stranger(guests: Guests) -> str:
    where = f"host={_address(guests, DB)} port=1521 dbname=register user=register password=x"
    return f"import psycopg; psycopg.connect({where!r}, connect_timeout=10)"
