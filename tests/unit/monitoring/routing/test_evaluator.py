"""The shipped routes at work: one cause is one call, at every hour to the right party."""

from __future__ import annotations

from datetime import date, datetime

from monitoring.responsibility.vocabulary import Layer
from monitoring.routing.configuration import Op
from monitoring.routing.evaluator import Evaluator
from monitoring.routing.labels import Labels, ownership_of
from monitoring.routing.tree import configuration
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix

NIGHT = datetime.fromisoformat("2026-11-26T02:00+09:00")
DAY = datetime.fromisoformat("2026-11-26T10:00+09:00")
HOLIDAY = datetime.fromisoformat("2026-11-23T10:00+09:00")

EVALUATOR = Evaluator(configuration(shipped_matrix(), shipped()))


def alert(layer: Layer, severity: str = "critical", **labels: str) -> Labels:
    """As it comes from a rule: with its place, and the owner that the matrix gives it."""
    matrix = shipped_matrix()
    place = matrix.place(
        layer, labels.get("site", ""), labels.get("member", ""), labels.get("system", "")
    )
    owner = ownership_of(matrix.called_for(place, date(2026, 11, 26)))
    return {**labels, **owner.labels, "severity": severity}


def calls(at: datetime, *firing: Labels) -> list[tuple[str, int]]:
    """Who is told, copies aside, and of how many alerts together."""
    return [
        (one.receiver, len(one.alerts))
        for one in EVALUATOR.notifications(firing, at)
        if not one.receiver.endswith(".copy")
    ]


def test_a_section_is_called_by_day_and_whoever_has_its_nights_otherwise() -> None:
    settings = alert(Layer.SETTINGS, member="usuki", system="core")
    assert calls(DAY, settings) == [("usuki.business-section.critical", 1)]
    assert calls(NIGHT, settings) == [("usuki.business-section.night", 1)]
    assert calls(HOLIDAY, settings) == [("usuki.business-section.night", 1)]


def test_a_warning_waits_for_the_duty_hours() -> None:
    settings = alert(Layer.SETTINGS, "warning", member="usuki", system="core")
    assert calls(DAY, settings) == [("usuki.business-section.warning", 1)]
    assert calls(NIGHT, settings) == []


def test_a_lost_site_is_one_call_however_many_municipalities_it_has() -> None:
    lost = alert(Layer.FACILITY, site="primary")
    above = [
        alert(layer, site="primary", member=member, system="core", host="pri-01")
        for member in shipped().members
        for layer in (Layer.OS, Layer.MIDDLEWARE, Layer.PACKAGE)
    ]
    assert calls(NIGHT, lost, *above) == [("dc-operator.critical", 1)]
    told = {one.receiver for one in EVALUATOR.notifications([lost, *above], NIGHT)}
    assert told == {
        *("dc-operator.critical", "platform-operator.copy", "consortium-office.copy"),
        "ict-section.copy",
    }


def test_only_the_lowest_broken_layer_is_called_for() -> None:
    host = {"site": "primary", "host": "pri-01"}
    usuki = {"member": "usuki", "system": "core", **host}
    machine = alert(Layer.HARDWARE, **host)
    assert calls(DAY, machine, alert(Layer.OS, **usuki)) == [("dc-operator.critical", 1)]


def test_what_is_broken_on_another_host_is_called_for_too() -> None:
    machine = alert(Layer.HARDWARE, site="primary", host="pri-01")
    elsewhere = alert(Layer.OS, site="primary", host="pri-02", member="usuki", system="core")
    assert sorted(calls(DAY, machine, elsewhere)) == [
        ("dc-operator.critical", 1),
        ("platform-operator.critical", 1),
    ]


def test_a_label_that_is_missing_on_both_sides_compares_nothing() -> None:
    machine = alert(Layer.HARDWARE, site="primary")
    other = {**alert(Layer.OS, member="usuki", system="core"), "site": ""}
    assert not EVALUATOR.inhibited(other, [machine])
    for rule in EVALUATOR.configuration.inhibitions:
        for side in (rule.source, rule.target):
            guarded = {one.label for one in side if (one.op, one.value) == (Op.IS_NOT, "")}
            assert guarded == set(rule.equal)


def test_a_broken_part_of_a_layer_keeps_nobody_from_being_called_for_what_rests_on_it() -> None:
    part = {**alert(Layer.VIRTUALISATION, site="primary", host="pri-01"), "partial": "yes"}
    above = alert(Layer.OS, site="primary", host="pri-01", member="usuki", system="core")
    assert not EVALUATOR.inhibited(above, [part])
    assert EVALUATOR.inhibited(above, [{**part, "partial": ""}])


def test_another_system_of_the_same_municipality_is_called_for_too() -> None:
    broken = alert(Layer.OS, site="primary", member="hita", system="core")
    other = alert(Layer.PACKAGE, site="primary", member="hita", system="welfare")
    assert len(calls(DAY, broken, other)) == 2


def test_three_servers_of_a_system_are_one_call() -> None:
    servers = [
        alert(Layer.OS, site="primary", member="hita", system="core", host=host)
        for host in ("pri-01", "pri-02", "pri-03")
    ]
    assert calls(NIGHT, *servers) == [("platform-operator.critical", 3)]


def test_an_alert_without_an_owner_ends_in_the_catch_all() -> None:
    assert EVALUATOR.receivers({"layer": "os", "severity": "critical"}) == ["unrouted"]


def test_a_copy_does_not_hide_that_nobody_was_called() -> None:
    lost = {"layer": "os", "severity": "critical", "owner": "nobody", "told": "package-vendor"}
    assert EVALUATOR.receivers(lost) == ["package-vendor.copy", "unrouted"]


def test_whoever_answers_for_the_monitoring_is_told_of_alerts_without_an_owner() -> None:
    unrouted = EVALUATOR.configuration.receivers[0]
    assert (unrouted.name, unrouted.emails) == ("unrouted", ("operations@platform.example",))
