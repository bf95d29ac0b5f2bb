"""Days that are written down act when they come, not before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tenants.definitions import Definitions
from tenants.member import Member, ServiceUse
from tenants.overdue import ending_soon, in_force, lapsed, not_yet_left
from tenants.rules import check
from tenants.vocabulary import LifecycleState, ServiceState
from tests.lib.definitions import shipped
from tests.lib.lines import TO_THE_PREFECTURE

SHIPPED = shipped()
USUKI = SHIPPED.need_member("usuki")
THE_DAY_BEFORE, THE_DAY = date(2027, 3, 30), date(2027, 3, 31)


def with_usuki(member: Member) -> Definitions:
    read = replace(SHIPPED.members["usuki"], value=member)
    return replace(SHIPPED, members={**SHIPPED.members, "usuki": read})


def fields(definitions: Definitions, today: date) -> list[str]:
    return [problem.field for problem in check(definitions, today)]


def test_a_service_may_be_retired_from_its_day_on() -> None:
    use = ServiceUse(state=ServiceState.RETIRED, retired_on=THE_DAY, reason="moved")
    services = {**USUKI.services, "seal_registration": use}
    definitions = with_usuki(USUKI.model_copy(update={"services": services}))
    assert fields(definitions, THE_DAY_BEFORE) == ["services.seal_registration.retired_on"]
    assert fields(definitions, THE_DAY) == []


def test_a_service_that_is_stopped_until_its_day_says_so_beforehand() -> None:
    use = ServiceUse(state=ServiceState.STOPPED, retired_on=THE_DAY, reason="moved")
    services = {**USUKI.services, "seal_registration": use}
    definitions = with_usuki(USUKI.model_copy(update={"services": services}))
    assert fields(definitions, THE_DAY_BEFORE) == []


def test_a_municipality_may_have_left_from_its_day_on() -> None:
    lifecycle = USUKI.lifecycle.model_copy(
        update={"state": LifecycleState.LEFT, "left_on": THE_DAY}
    )
    definitions = with_usuki(USUKI.model_copy(update={"lifecycle": lifecycle}))
    assert fields(definitions, THE_DAY_BEFORE) == ["lifecycle.left_on"]
    assert fields(definitions, THE_DAY) == []


def test_whose_day_of_leaving_is_past_is_told_until_somebody_says_whether_it_left() -> None:
    leaving = {"state": LifecycleState.LEAVING, "leaves_on": THE_DAY}
    member = USUKI.model_copy(update={"lifecycle": USUKI.lifecycle.model_copy(update=leaving)})
    assert list(not_yet_left([member], THE_DAY_BEFORE)) == []
    assert [str(told) for told in not_yet_left([member], THE_DAY)] == [
        "臼杵市 was to leave on 2027-03-31, and everything of it stands: write `state: left` with "
        "`left_on`, then `kumiai down usuki`, or another day in leaves_on"
    ]
    assert list(not_yet_left([USUKI], THE_DAY)) == []


def test_a_specific_communication_is_told_of_from_thirty_days_before_its_last_day() -> None:
    one = TO_THE_PREFECTURE.model_copy(update={"until": THE_DAY})
    member = USUKI.model_copy(update={"specific_communication": (one,)})
    assert list(ending_soon([member], date(2027, 2, 28))) == []
    assert [str(told) for told in ending_soon([member], date(2027, 3, 1))] == [
        "臼杵市: the specific communication of core.app to 172.30.1.20 port 443 holds until "
        "2027-03-31, 30 days more; have ict-section approve it again, or take it out"
    ]
    assert len(list(ending_soon([member], THE_DAY))) == 1
    assert list(ending_soon([member], date(2027, 4, 1))) == []
    definitions = with_usuki(member)
    assert lapsed(definitions, THE_DAY) == []
    assert in_force(definitions, THE_DAY) == definitions
    (found,) = lapsed(definitions, date(2027, 4, 1))
    assert (found.subject, found.field) == ("臼杵市", "specific_communication.0.until")
    held = in_force(definitions, date(2027, 4, 1))
    assert held.members["usuki"].value == USUKI
