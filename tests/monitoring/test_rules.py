"""What Prometheus itself makes of the rules, in worlds that are written out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from core.errors import OtherSystemFailed
from monitoring.rules.evidence import BELOW
from monitoring.rules.promtool import install
from monitoring.rules.rule_file import rule_file
from tests.lib.alerts import shipped_alerts
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix
from tests.lib.programs import needs

WORLDS = Path(__file__).parent / "rules_test.yml"
EVIDENCE = WORLDS.with_name("evidence_test.yml")
RULES = rule_file(shipped_alerts(), shipped_matrix(), shipped(), date(2026, 11, 26)).text()


@needs("promtool")
def test_in_every_world_the_lowest_broken_layer_is_called_for_and_its_owner_stands_on_it(
    tmp_path: Path,
) -> None:
    install(RULES, tmp_path / "rules.yml")
    assert in_its_worlds(WORLDS, tmp_path) == ""


@needs("promtool")
def test_whoever_is_told_learns_since_when_nothing_below_is_broken(tmp_path: Path) -> None:
    whole = json.loads(RULES)
    for rule in whole["groups"][0]["rules"]:
        annotations = rule.pop("annotations", {})
        if BELOW in annotations:
            rule["annotations"] = {BELOW: annotations[BELOW]}
    install(json.dumps(whole), tmp_path / "rules.yml")
    assert in_its_worlds(EVIDENCE, tmp_path) == ""


def in_its_worlds(worlds: Path, folder: Path) -> str:
    """What promtool finds otherwise than it is written."""
    shutil.copy(worlds, folder)
    done = subprocess.run(
        ["promtool", "test", "rules", str(folder / worlds.name)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_every_alert_fires_in_some_world() -> None:
    fired = set(re.findall(r'labels: \'\S*\{alertname="([a-z-]+)"', WORLDS.read_text("utf-8")))
    assert fired == {*shipped_alerts(), "unanswered", "drill", "heartbeat"}


@needs("promtool")
def test_rules_that_promtool_refuses_are_not_put_in_place(tmp_path: Path) -> None:
    file = tmp_path / "rules.yml"
    file.write_text("as it was", encoding="utf-8")
    with pytest.raises(OtherSystemFailed, match="promtool refuses the alert rules"):
        install(RULES.replace("max by", "max of"), file)
    assert file.read_text(encoding="utf-8") == "as it was"
