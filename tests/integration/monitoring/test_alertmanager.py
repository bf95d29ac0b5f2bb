"""What we say that Alertmanager does is what a real one does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, cast

import pytest

from core.errors import OtherSystemFailed
from monitoring.routing.alertmanager import (
    check_config,
    config_hash,
    firing,
    install,
    post_alerts,
    prove,
)
from monitoring.routing.configuration import Configuration, Receiver
from monitoring.routing.evaluator import Evaluator
from monitoring.routing.labels import SEVERITY, Severity, ownerships
from monitoring.routing.tree import configuration
from tests.lib.alertmanager import running
from tests.lib.any_routes import AN_HOUR, any_alerts, any_configuration
from tests.lib.definitions import shipped
from tests.lib.effort import chance, examples
from tests.lib.matrix import shipped_matrix
from tests.lib.programs import needs
from tests.lib.waiting import until

CASES, TREES = examples(5_000), 50
TODAY = date(2026, 11, 26)


def differing(url: str, whole: Configuration, alerts: list[dict[str, str]]) -> list[str]:
    """Every alert of which Alertmanager says otherwise than the evaluator, once it has settled.

    It takes alerts in before it knows of each what it inhibits; on a busy machine one sees it.
    """
    post_alerts(url, [{"labels": labels} for labels in alerts])
    evaluator = Evaluator(whole)
    by_tree: dict[str | None, list[dict[str, str]]] = {}
    for labels in alerts:
        by_tree.setdefault(labels.get("tree"), []).append(labels)
    ours = [
        (evaluator.receivers(one), evaluator.inhibited(one, by_tree[one.get("tree")]))
        for one in alerts
    ]
    with suppress(TimeoutError):
        until(lambda: said_by(url, alerts) == ours, "Alertmanager says as we do")
    return [
        f"{labels}: Alertmanager {theirs}, evaluator {own}"
        for labels, theirs, own in zip(alerts, said_by(url, alerts), ours, strict=True)
        if theirs != own
    ]


def said_by(url: str, alerts: list[dict[str, str]]) -> list[tuple[list[str], bool]]:
    """Whom Alertmanager would tell of each, and whether something inhibits it."""
    found = {frozenset(cast(Mapping[str, str], one["labels"]).items()): one for one in firing(url)}
    assert len(found) == len(alerts)
    reals: list[Any] = [found[frozenset(labels.items())] for labels in alerts]
    return [
        ([one["name"] for one in real["receivers"]], bool(real["status"]["inhibitedBy"]))
        for real in reals
    ]


def test_generated_trees_route_and_inhibit_as_a_real_alertmanager_does(tmp_path: Path) -> None:
    drawn = chance("routes")
    whole = any_configuration(drawn, TREES)
    file = tmp_path / "alertmanager.yml"
    file.write_text(whole.text(), encoding="utf-8")
    with running(file) as url:
        assert differing(url, whole, list(any_alerts(drawn, TREES, CASES))) == []


def test_the_shipped_matrix_routes_as_we_say_and_what_runs_is_known_to_be_ours(
    tmp_path: Path,
) -> None:
    whole = configuration(shipped_matrix(), shipped())
    whole = replace(
        whole,
        route=replace(whole.route, timing=AN_HOUR),
        receivers=tuple(Receiver(one.name) for one in whole.receivers),
    )
    file = tmp_path / "alertmanager.yml"
    file.write_text(json.dumps({"route": {"receiver": "x"}, "receivers": [{"name": "x"}]}))
    alerts = [
        {**one.labels, SEVERITY: severity.value, "alertname": "Broken"}
        for one, severity in product(ownerships(shipped_matrix(), shipped(), TODAY), Severity)
    ]
    with running(file) as url:
        with pytest.raises(OtherSystemFailed):
            prove(whole.text(), url)
        install(whole.text(), file, url)
        assert differing(url, whole, alerts) == []


@needs("amtool")
def test_a_file_that_amtool_refuses_is_not_put_in_place(tmp_path: Path) -> None:
    check_config(configuration(shipped_matrix(), shipped()).text())
    file = tmp_path / "alertmanager.yml"
    file.write_text("as it was", encoding="utf-8")
    bad = replace(configuration(shipped_matrix(), shipped()), receivers=())
    with pytest.raises(OtherSystemFailed, match="undefined receiver"):
        install(bad.text(), file)
    assert file.read_text(encoding="utf-8") == "as it was"


def test_the_hash_is_the_first_six_bytes_of_md5_as_a_number() -> None:
    assert config_hash("") == 617830161876.0  # d41d8cd98f00b204e9800998ecf8427e
