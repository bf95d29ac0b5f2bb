"""What fires now, on a page: whose it is, who has it, and that nobody has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from board.status_page import status_page
from core.language import Language
from monitoring.answering.held import Held
from monitoring.answering.promise import Promise
from monitoring.answering.standing import standings
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LABELS = {"alertname": "api-down", "layer": "virtualisation", "severity": "critical"}
FAULT = Held(
    {**LABELS, "owner": "platform-operator", "site": "primary"},
    {"summary_ja": "APIが応答しません。", "summary_en": "An API <b> does not answer."},
    NOW - timedelta(minutes=5),
    silent=False,
    fingerprint="1f",
)


def page(*held: Held, promises: dict[str, Promise] | None = None) -> str:
    found = standings(held, promises or {}, shipped_matrix(), shipped(), NOW)
    return status_page(list(found), shipped_matrix(), shipped(), Language.JA, NOW)


def test_that_nobody_has_it_is_said_in_words_and_who_is_next() -> None:
    text = page(FAULT)
    assert "1件のうち1件を誰も引き受けていません" in text
    assert "An API &lt;b&gt; does not answer." in text
    assert "共同運営事業者" in text
    assert "協議会事務局" in text


def test_whoever_has_it_stands_there() -> None:
    taken = Promise(FAULT.key, "hita-operator", NOW, NOW + timedelta(hours=1), "確認中")
    text = page(FAULT, promises={FAULT.key: taken})
    assert "すべて担当者が引き受けています" in text
    assert "hita-operator" in text
    assert "協議会事務局" not in text


def test_where_nothing_fires_it_says_so() -> None:
    assert "障害はありません" in page()


def test_an_owner_that_the_matrix_knows_no_longer_stands_there_by_its_name_in_labels() -> None:
    gone = replace(FAULT, labels={**FAULT.labels, "owner": "former-operator"})
    assert "former-operator" in page(gone)
