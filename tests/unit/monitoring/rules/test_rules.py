"""The rules of Prometheus: whose each alert is, and what keeps it silent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.errors import UserError
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import Layer
from monitoring.rules.alert import named, procedures
from monitoring.rules.ownership import ownerships
from monitoring.rules.rule_file import USUAL, Pace, rule_file
from tests.lib.alerts import shipped_alerts
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix, with_rows

TODAY = date(2026, 11, 26)


def rule(name: str, matrix: Matrix | None = None, pace: Pace = USUAL) -> Any:
    whole = rule_file(shipped_alerts(), matrix or shipped_matrix(), shipped(), TODAY, pace)
    [found] = [one for one in whole.rules if one.get("alert") == name]
    return found


def test_an_alert_says_whose_it_is_by_which_row_and_what_to_do() -> None:
    found = rule("restore-unproven")
    assert found["labels"] == {
        "layer": "restore_test",
        "severity": "warning",
        "owner": "{{ $labels.member }}.ict-section",
        "told": "platform-operator",
    }
    assert found["annotations"]["runbook"] == "kumiai runbook show restore-unproven"
    assert found["annotations"]["row"] == "monitoring/matrix/responsibilities.yaml:119:7"
    assert found["annotations"]["summary_en"] == (
        "No copy of {{ $labels.system }} of {{ $labels.member }} was restored for as long as was "
        "promised."
    )


def test_what_an_override_says_stands_before_what_holds_for_all_others() -> None:
    rows = (
        "  - {layers: [os], members: [usuki], systems: [core], accountable: package-vendor, "
        "responsible: package-vendor, reason: 契約}\n"
    )
    found = ownerships(with_rows(rows), shipped(), TODAY)[Layer.OS]
    assert found.owner == (
        '{{ if eq (printf "%s/%s/%s" $labels.site $labels.member $labels.system) '
        '"primary/usuki/core" "remote/usuki/core" }}package-vendor'
        "{{ else }}platform-operator{{ end }}"
    )
    assert found.told.startswith("{{ if eq")


def test_every_alert_has_an_owner_wherever_it_may_be_about() -> None:
    whole = rule_file(shipped_alerts(), shipped_matrix(), shipped(), TODAY)
    ownerless = [one["alert"] for one in whole.rules if "alert" in one and not owner_of(one)]
    # A drill's was found when it was begun, and stands on its series.
    assert ownerless == ["drill", "heartbeat"]


def owner_of(one: Any) -> str:
    found: str = one.get("labels", {}).get("owner", "")
    return found


def test_what_is_broken_below_keeps_an_alert_silent_at_the_same_place_alone() -> None:
    assert rule("server-silent")["expr"] == (
        "kumiai:broken:server_silent "
        'unless on (site) kumiai:broken:facility{site!=""} '
        'unless on (site, host) kumiai:broken:virtualisation{site!="", host!=""} '
        'unless on (site) kumiai:broken:virtualisation{site!="", host=""} '
        'unless on (site, member) kumiai:broken:zone_network{site!="", member!=""}'
    )
    assert rule("site-silent")["expr"] == "kumiai:broken:site_silent"


def test_whoever_is_next_is_called_by_a_rule_for_each_rung() -> None:
    whole = rule_file(shipped_alerts(), shipped_matrix(), shipped(), TODAY)
    rungs: list[Any] = [one for one in whole.rules if one.get("alert") == "unanswered"]
    assert len(rungs) == 20
    [business] = [one for one in rungs if one["labels"]["owner"].endswith(".business-section")]
    assert business["expr"] == (
        "max by (of, layer, severity, owner, site, member, system, host) "
        '(kumiai_alert_unacknowledged_seconds{severity="critical", owner=~"[^.]+[.]ict-section"}) '
        ">= 1800"
    )
    assert business["labels"] == {
        "owner": "{{ $labels.member }}.business-section",
        "told": "{{ $labels.owner }}",
        "rung": "2",
        "first": "ict-section",
        "partial": "yes",
    }
    [office] = [one for one in rungs if one["labels"]["first"] == "platform-operator"][:1]
    assert office["annotations"]["means"] == "097-000-0301, operations@platform.example"
    assert office["annotations"]["row"] == "monitoring/matrix/parties.yaml:30:9"


def test_a_lab_is_in_a_hurry() -> None:
    assert rule("server-stopped")["for"] == "150000ms"
    assert rule("server-stopped", pace=Pace(hurried=30))["for"] == "5000ms"


def test_a_look_that_fails_once_ends_no_alert_and_calls_nobody_again() -> None:
    assert rule("server-stopped")["keep_firing_for"] == "120000ms"
    assert rule("server-stopped", pace=Pace(hurried=30))["keep_firing_for"] == "4000ms"


def test_an_alert_is_known_by_its_name_alone() -> None:
    asked = {"alertname": "server-stopped", "member": "usuki"}
    assert named(asked, shipped_alerts()) == {
        "layer": "os",
        "severity": "critical",
        "member": "usuki",
    }
    assert procedures(asked, Layer.OS, shipped_alerts()) == ("server-stopped",)
    assert procedures({"layer": "os"}, Layer.OS, shipped_alerts()) == (
        "server-stopped",
        "server-silent",
        "filesystem-nearly-full",
    )
    with pytest.raises(UserError, match="there is no alert server-stoped"):
        named({"alertname": "server-stoped"}, shipped_alerts())
