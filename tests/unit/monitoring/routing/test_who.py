"""Whom a person should call, as the command says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from core.errors import UserError
from monitoring.routing.who import who
from tenants.consortium_model import Placement
from tenants.definitions import Definitions
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix

DAY = datetime.fromisoformat("2026-11-26T10:00+09:00")
NIGHT = datetime.fromisoformat("2026-11-26T02:00+09:00")
USUKI_PACKAGE = {"layer": "package", "member": "usuki", "system": "core"}


def moved() -> Definitions:
    """Usuki runs at the remote site, as after a failover."""
    definitions = shipped()
    placement = Placement.model_validate(
        {"members": {"usuki": {"primary": "standby", "remote": "active"}}}
    )
    return replace(definitions, placement=replace(definitions.placement, value=placement))


def test_the_vendor_is_called_for_its_package_by_two_means() -> None:
    found = who(shipped_matrix(), shipped(), USUKI_PACKAGE, DAY)
    assert found.first.party.key == "package-vendor"
    assert found.first.means == (("phone", "03-0000-0401"), ("email", "support@package.example"))
    assert str(found.row) == "monitoring/matrix/responsibilities.yaml:76:7"
    assert [one.party.key for one in found.copies] == [
        *("platform-operator", "usuki.ict-section", "usuki.business-section")
    ]


def test_at_night_whoever_has_its_nights_is_reached() -> None:
    found = who(shipped_matrix(), shipped(), USUKI_PACKAGE, NIGHT)
    assert (found.first.party.key, found.first.answering.key) == (
        "package-vendor",
        "platform-operator",
    )


def test_the_ladder_is_the_partys_own() -> None:
    found = who(shipped_matrix(), shipped(), {"layer": "town_lan", "member": "usuki"}, DAY)
    assert [(one.after_minutes, one.reached.party.key) for one in found.ladder] == [
        (30, "usuki.business-section"),
        (60, "consortium-office"),
        (90, "dc-operator"),
    ]


def test_after_a_failover_it_is_asked_of_the_other_site() -> None:
    os = {"layer": "os", "member": "usuki", "system": "core"}
    assert who(shipped_matrix(), shipped(), os, DAY).cell.place.site == "primary"
    assert who(shipped_matrix(), moved(), os, DAY).cell.place.site == "remote"


def test_a_warning_waits_outside_the_duty_hours() -> None:
    warning = {**USUKI_PACKAGE, "severity": "warning"}
    assert who(shipped_matrix(), shipped(), warning, NIGHT).waits
    assert not who(shipped_matrix(), shipped(), warning, DAY).waits
    assert not who(shipped_matrix(), shipped(), USUKI_PACKAGE, NIGHT).waits


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        ({"layer": "os"}, "os is one for each site; say which, as site=…"),
        ({"layer": "os", "member": "usuki"}, "os is one for each system; say which, as system=…"),
        ({"layer": "facility", "colour": "red"}, "colour is no label of alerts; known are layer"),
        ({"layer": "town_lan", "member": "usukii"}, "no municipality usukii is in tenants/members"),
        (
            {"layer": "facility", "site": "primary", "severity": "page"},
            "page is no severity; known are critical, warning",
        ),
        ({"member": "usuki"}, "say which layer is broken, as layer=os; known are facility"),
        (
            {"layer": "os", "member": "usuki", "system": "kore"},
            "no system kore is in the catalogue; known are core",
        ),
    ],
)
def test_what_cannot_be_answered_says_what_is_missing(
    labels: dict[str, str], sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        who(shipped_matrix(), shipped(), labels, DAY)


def test_a_mails_labels_can_be_given_as_they_are() -> None:
    mail = {**USUKI_PACKAGE, "server": "usuki-core-app-1", "owner": "dc-operator", "told": "x"}
    found = who(shipped_matrix(), shipped(), mail, DAY)
    assert found == who(shipped_matrix(), shipped(), USUKI_PACKAGE, DAY)


def test_a_rung_says_whether_whoever_answers_for_it_was_called_before() -> None:
    by_day, at_night = (
        who(shipped_matrix(), shipped(), USUKI_PACKAGE, at).ladder for at in (DAY, NIGHT)
    )
    assert [one.called_before for one in by_day] == [False, False, False]
    assert [one.called_before for one in at_night] == [True, True, False]


def test_a_warning_climbs_no_ladder() -> None:
    warning = {**USUKI_PACKAGE, "severity": "warning"}
    assert who(shipped_matrix(), shipped(), warning, DAY).ladder == ()
