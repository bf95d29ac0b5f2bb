"""Routing tests as a person writes them pass where they are right, and say what else comes."""

from __future__ import annotations

from pathlib import Path

from monitoring.routing.evaluator import Evaluator
from monitoring.routing.routing_tests import RoutingTests, failures, unclear
from monitoring.routing.tree import configuration
from tests.lib.definitions import shipped
from tests.lib.matrix import read_as, shipped_matrix

NIGHT = """\
tests:
  - name: 夜間にOSとパッケージが止まる
    at: 2026-11-26T02:00:00
    firing:
      - {layer: os, member: usuki, system: core}
      - {layer: package, site: primary, member: usuki, system: core}
    told:
      - {receiver: platform-operator.critical}
"""


def said(text: str) -> list[str]:
    evaluator = Evaluator(configuration(shipped_matrix(), shipped()))
    tests = read_as(RoutingTests, text, Path("routing-tests.yaml")).value.tests
    return [
        str(one) for test in tests for one in failures(test, evaluator, shipped_matrix(), shipped())
    ]


def test_the_layer_below_is_told_and_the_one_above_is_not() -> None:
    assert said(NIGHT) == []


def test_what_was_expected_and_what_came_instead_is_told() -> None:
    wrong = NIGHT.replace(
        "{receiver: platform-operator.critical}", "{receiver: package-vendor.night}"
    )
    assert said(wrong) == [
        "package-vendor.night is not told, of 1 alerts together",
        "platform-operator.critical is told, of 1 alerts together, and was not expected",
    ]


def test_the_hour_and_the_copies_count_where_they_are_named() -> None:
    by_day = """\
tests:
  - name: 昼間にパッケージが止まる
    at: 2026-11-26T10:00:00
    firing: [{layer: package, member: usuki, system: core}]
    told:
      - {receiver: package-vendor.critical}
      - {receiver: usuki.ict-section.copy}
"""
    assert said(by_day) == []
    assert said(by_day.replace("T10:00", "T20:00")) == [
        "package-vendor.critical is not told, of 1 alerts together",
        "package-vendor.night is told, of 1 alerts together, and was not expected",
    ]


def test_an_alert_that_does_not_say_what_is_broken_is_told_with_its_place() -> None:
    wrong = NIGHT.replace("{layer: os, member: usuki,", "{layer: os, member: usukii,")
    read = read_as(RoutingTests, wrong, Path("routing-tests.yaml"))
    problems = [
        str(read.document.problem(*one)) for one in unclear(read.value, shipped_matrix(), shipped())
    ]
    assert problems == [
        "routing-tests.yaml:5:9: tests.0.firing.0: no municipality usukii is in tenants/members; "
        "did you mean usuki?"
    ]
