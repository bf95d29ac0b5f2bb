"""What a rule's file can say, kind by kind, without Python of its own: numbers reckoned by hand.

The rules stand in `sayable.yml`, each below the page whose way to count it writes down; these are
kinds and no contracts, and most of the numbers are ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from core.document import Document
from licensing.papers.rule import Rule
from licensing.papers.rule_checks import rule_problems
from tenants.definitions import Read

ABOUT = {
    "title": {"ja": "独自", "en": "our own"},
    "vendor": "Example",
    "source": "a contract",
    "read_on": "2026-11-26",
    "confidence": "vendor",
    "valid_from": "2000-01-01",
}
SAYABLE = yaml.safe_load(Path(__file__).with_name("sayable.yml").read_text(encoding="utf-8"))


def read(name: str, said: dict[str, Any]) -> Read[Rule]:
    """As from a file of `licensing/rules`."""
    examples = [{**one, "source": "our reckoning"} for one in said["examples"]]
    content = {"id": name, **ABOUT, **said["rule"], "examples": examples}
    document, problems = Document.parse(
        yaml.safe_dump(content), Path(f"licensing/rules/{name}.yaml")
    )
    assert document is not None, problems
    rule, problems = document.read_as(Rule)
    assert rule is not None, problems
    return Read(document, rule)


@pytest.mark.parametrize("name", SAYABLE)
def test_it_can_be_said_and_counts_as_reckoned_by_hand(name: str) -> None:
    """`check` counts the examples, and tells each that comes to something else."""
    assert [str(one) for one in rule_problems(name, read(name, SAYABLE[name]))] == []


def test_a_wrong_number_is_told() -> None:
    said = SAYABLE["oracle-group"]
    wrong = {**said, "examples": [{**said["examples"][0], "required": 10}]}
    [told] = rule_problems("oracle-group", read("oracle-group", wrong))
    assert "the rule counts 11 here, not 10" in str(told)


@pytest.mark.parametrize(
    ("unknown", "told"),
    [({}, ["unknown"]), ({"capped": True}, [])],
)
def test_what_is_assumed_of_an_unknown_host_and_never_asked_for_is_refused(
    unknown: dict[str, Any], told: list[str]
) -> None:
    """Without its cores known no cap holds, unless the rule says so."""
    assumed = {"sockets": 2, "cores_per_socket": 8, **unknown}
    rule = {"counts": "vcpus", "cap": "host_cores", "unknown": assumed}
    found = rule_problems("capped", read("capped", {"rule": rule, "examples": []}))
    assert [one.field for one in found] == told
