"""Who has an alert: only what is signed counts, and the ladder goes on from the end of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import UserError
from core.home import Home
from core.journal import entries, first_broken_line
from core.persons import persons
from core.signing_key import add_signer, make_signing_key, own_signer
from monitoring.answering.held import held_of
from monitoring.answering.ladder import unacknowledged
from monitoring.answering.log import promises, take
from monitoring.answering.promise import believed, unanswered_since
from monitoring.answering.standing import standings
from monitoring.responsibility.cell import PartyAt
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LABELS = {
    "alertname": "server-stopped",
    "layer": "os",
    "severity": "critical",
    "owner": "platform-operator",
    "told": "package-vendor",
    "site": "primary",
    "member": "usuki",
    "system": "core",
}


def row(labels: dict[str, str], inhibited: bool = False) -> dict[str, object]:
    return {
        "labels": labels,
        "annotations": {"summary_en": "It has stopped."},
        "startsAt": "2026-11-26T11:00:00.000Z",
        "status": {"inhibitedBy": ["x"] if inhibited else [], "silencedBy": []},
        "fingerprint": "1f",
    }


[FAULT] = held_of([row(LABELS)])


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(root=tmp_path / "var", definitions=tmp_path)
    make_signing_key(home)
    add_signer(tmp_path, own_signer(home, "hita-operator"))
    return home


def test_whoever_has_taken_it_has_it_until_then_and_the_ladder_goes_on_from_there(
    home: Home,
) -> None:
    assert unanswered_since(FAULT, None, NOW) == FAULT.since
    assert take(home, [FAULT], NOW + 30 * MINUTE, NOW, "確認中") == "hita-operator"
    [promise] = promises(home).values()
    assert unanswered_since(FAULT, promise, NOW + 29 * MINUTE) is None
    assert unanswered_since(FAULT, promise, NOW + 40 * MINUTE) == NOW + 30 * MINUTE


def test_whoever_gives_it_back_has_it_no_longer(home: Home) -> None:
    take(home, [FAULT], NOW + 30 * MINUTE, NOW, "確認中")
    take(home, [FAULT], NOW + MINUTE, NOW + MINUTE, "交代")
    [promise] = promises(home).values()
    assert unanswered_since(FAULT, promise, NOW + 2 * MINUTE) == NOW + MINUTE
    assert [line["act"] for line in entries(home.acknowledgements)] == ["ack", "give-back"]


def test_a_line_that_its_person_did_not_sign_so_stops_no_ladder(home: Home) -> None:
    take(home, [FAULT], NOW + MINUTE, NOW, "確認中")
    [line] = entries(home.acknowledgements)
    known = persons(home.definitions)
    assert list(believed([line], known)) == [FAULT.key]
    for field, other in (
        ("outcome", (NOW + 600 * MINUTE).isoformat()),
        ("who", "aya-operator"),
        ("subject", "{}"),
        ("signature", ""),
    ):
        assert believed([{**line, field: other}], known) == {}
    assert believed([line], []) == {}
    text = home.acknowledgements.read_text("utf-8")
    take(home, [FAULT], NOW + MINUTE, NOW, "確認中")
    changed = {**json.loads(text), "reason": "別の理由"}
    lines = home.acknowledgements.read_text("utf-8").splitlines()
    home.acknowledgements.write_text("\n".join([json.dumps(changed), *lines[1:], ""]), "utf-8")
    assert first_broken_line(home.acknowledgements) == 2


def test_without_a_key_that_the_consortium_knows_nobody_takes_anything(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "var", definitions=tmp_path)
    make_signing_key(home)
    with pytest.raises(UserError, match="is nobody's in tenants/allowed_signers"):
        take(home, [FAULT], NOW + MINUTE, NOW, "確認中")
    assert not home.acknowledgements.exists()


def test_a_new_owner_has_not_taken_it_and_a_new_reader_of_copies_changes_nothing() -> None:
    [copied, other] = held_of([row({**LABELS, "owner": "x"}), row({**LABELS, "told": "y"})])
    assert other.key != FAULT.key
    assert copied.key == FAULT.key


def test_only_a_fault_that_nothing_keeps_silent_climbs() -> None:
    rows = [
        row(LABELS),
        row(LABELS, inhibited=True),
        row({**LABELS, "alertname": "unanswered"}),
        row({**LABELS, "alertname": "drill"}),
        row({"alertname": "heartbeat"}),
    ]
    [sample] = unacknowledged(held_of(rows), {}, NOW)
    assert sample.value == 3600
    assert sample.values == (
        *("server-stopped", "1f", "os", "critical", "platform-operator"),
        *("primary", "usuki", "core", ""),
    )


def test_it_is_said_who_is_next_and_when(home: Home) -> None:
    asked = (shipped_matrix(), shipped())
    at = FAULT.since + 20 * MINUTE
    [free] = standings([FAULT], {}, *asked, at)
    assert free.next_one == (PartyAt("dc-operator"), FAULT.since + 30 * MINUTE)
    take(home, [FAULT], at + MINUTE, at, "確認中")
    [taken] = standings([FAULT], promises(home), *asked, at)
    assert (taken.taken and taken.taken.who, taken.next_one) == ("hita-operator", None)
    [waits] = standings(held_of([row({**LABELS, "severity": "warning"})]), {}, *asked, at)
    assert waits.next_one is None
