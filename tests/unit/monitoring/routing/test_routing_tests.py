"""Routing tests as a person writes them pass where they are right, and say what else comes."""

from __future__ import annotations

from pathlib import Path

from monitoring.routing.evaluator import Evaluator
from monitoring.routing.routing_tests import RoutingTests, failures, unclear
from monitoring.routing.tree import configuration
from tests.lib.alerts import shipped_alerts
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
    matrix, definitions = shipped_matrix(), shipped()
    evaluator = Evaluator(configuration(matrix, definitions))
    tests = read_as(RoutingTests, text, Path("routing-tests.yaml")).value.tests
    return [
        str(one)
        for test in tests
        for one in failures(test, evaluator, matrix, definitions, shipped_alerts())
    ]


def unclear_in(text: str) -> list[str]:
    read = read_as(RoutingTests, text, Path("routing-tests.yaml"))
    found = unclear(read.value, shipped_matrix(), shipped(), shipped_alerts())
    return [str(read.document.problem(*one)) for one in found]


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
    assert unclear_in(wrong) == [
        "routing-tests.yaml:5:9: tests.0.firing.0: no municipality usukii is in tenants/members; "
        "did you mean usuki?"
    ]


BY_NAME = """\
tests:
  - name: two servers of a municipality are told of together, and beside them its package
    at: 2026-11-26T10:00:00
    firing:
      - {alertname: server-stopped, member: usuki, system: core, host: one, server: a}
      - {alertname: server-stopped, member: usuki, system: core, host: one, server: b}
      - {alertname: quota-nearly-full, member: hita}
    told:
      - {receiver: platform-operator.critical, alerts: 2}
      - {receiver: platform-operator.warning}
"""


def test_an_alert_may_be_named_as_it_is_in_a_mail() -> None:
    assert said(BY_NAME) == []
    assert unclear_in(BY_NAME) == []


def test_a_name_that_no_alert_has_is_told_with_its_place() -> None:
    [problem] = unclear_in(BY_NAME.replace("quota-nearly-full", "quota-full"))
    assert problem.startswith(
        "routing-tests.yaml:7:9: tests.0.firing.2: there is no alert quota-full; did you mean "
        "quota-nearly-full?"
    )
