"""The proof finds what it is there to find, and shows the alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from monitoring.routing.configuration import Configuration, Route
from monitoring.routing.proof import proof
from monitoring.routing.tree import configuration
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix, with_rows

TODAY = date(2026, 11, 26)


def routes() -> Configuration:
    return configuration(shipped_matrix(), shipped())


def said(whole: Configuration) -> list[str]:
    return [str(one) for one in proof(shipped_matrix(), shipped(), whole, TODAY).counterexamples]


def without_nights(route: Route) -> Route:
    kept = [without_nights(one) for one in route.routes if not one.active]
    return replace(route, routes=tuple(kept))


def test_every_alert_of_the_shipped_matrix_calls_exactly_one() -> None:
    found = proof(shipped_matrix(), shipped(), routes(), TODAY)
    assert (found.alerts, found.counterexamples) == (2858, ())


def test_an_hour_at_which_nobody_is_called_is_found() -> None:
    whole = routes()
    found = said(replace(whole, route=without_nights(whole.route)))
    assert (
        '{layer="settings", member="usuki", system="core", owner="usuki.business-section", '
        'told="usuki.ict-section", severity="critical"} calls nobody at some hour'
    ) in found


def test_two_that_are_called_together_are_found() -> None:
    whole = routes()
    twice = Route("dc-operator.critical", goes_on=True)
    branches = (twice, *whole.route.routes)
    found = said(replace(whole, route=replace(whole.route, routes=branches)))
    assert any(
        "calls dc-operator.critical, platform-operator.critical together" in x for x in found
    )


def test_an_owner_without_a_route_is_found_in_the_catch_all() -> None:
    later = with_rows(
        "  - {layers: [os], members: [usuki], accountable: consortium-office, reason: 試行}\n"
    )
    found = [str(one) for one in proof(later, shipped(), routes(), TODAY).counterexamples]
    assert len(found) == 2  # one of each severity: no branch looks at sites
    assert all("ends in the catch-all: nobody answers for it" in one for one in found)


def test_an_address_of_another_municipality_is_found() -> None:
    whole = routes()
    receivers = tuple(
        replace(one, emails=(*one.emails, "ict@hita.example"))
        if one.name == "usuki.ict-section.copy"
        else one
        for one in whole.receivers
    )
    found = said(replace(whole, receivers=receivers))
    assert found
    assert all("would be seen by hita, through usuki.ict-section.copy" in one for one in found)
