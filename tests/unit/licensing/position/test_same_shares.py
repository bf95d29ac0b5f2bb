"""Chart, period, position and explain share the same number alike: a law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint.naming import UNKNOWN
from core.calendar import MOMENT
from core.eras import JAPAN
from core.home import REPOSITORY
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from licensing.papers.licences import Licences
from licensing.papers.store import read_licences
from licensing.position.bought import bought_or_nothing
from licensing.position.period import periods
from licensing.position.position import position
from licensing.position.shares import on_paper, shares
from licensing.position.timeline import timeline

SHIPPED = read_licences(REPOSITORY)[0]
PARK = Park({name: Host(name, "primary", 2, 16) for name in ("h1", "h2")})
START = datetime(2026, 4, 1, tzinfo=JAPAN)
DAY = timedelta(days=1)
NOW = START + 200 * DAY
WITHOUT_MARK = ("oracle-processor", "sql-server-core-host", "nec-webotx", "windows-server-standard")
WITH_MARK = ("ibm-vpc", "ibm-pvu")


def papers(rule: str) -> Licences:
    paper = SHIPPED.entitlements["database-2026"]
    bought = paper.value.model_copy(update={"rule": rule, "starts_on": date(2026, 4, 1)})
    return Licences(SHIPPED.rules, {"database-2026": replace(paper, value=bought)})


@st.composite
def histories(draw: st.DrawFn) -> list[Stay]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        begins = draw(st.integers(0, 199))
        lasts = draw(st.none() | st.integers(1, 199 - begins + 1))
        since = START + begins * DAY
        found.append(
            Stay(
                f"server-{number}",
                draw(st.sampled_from(["hita", "usa", "usuki"])),
                draw(st.sampled_from(["h1", "h2"])),
                draw(st.sampled_from([2, 4])),
                True,
                UNKNOWN,
                since,
                None if lasts is None else since + lasts * DAY,
            )
        )
    return found


def _end_of_period(rule: str, at: datetime) -> datetime:
    """The last moment of the period that `at` lies in, or the present where it is not over."""
    apart = periods(SHIPPED.rules[rule].value, START, NOW + MOMENT)
    return next(ends for begins, ends in apart if begins <= at < ends) - MOMENT


def told(licences: Licences, stays: list[Stay], at: datetime) -> tuple[object, object]:
    """What explain and position say at a moment."""
    bought = bought_or_nothing(licences, "database", at.date())
    one = position(bought, PARK, stays, at)
    return one.required.licences, on_paper(shares(one.rule, one.required, stays))


@pytest.mark.parametrize("rule", [*WITHOUT_MARK, *WITH_MARK])
@given(stays=histories())
def test_a_chart_shares_the_highest_as_explain_does_at_its_moment(
    rule: str, stays: list[Stay]
) -> None:
    licences = papers(rule)
    line = timeline(licences, "database", PARK, stays, START, NOW + MOMENT)
    assert line is not None
    at = line.shared_at or _end_of_period(rule, line.highest.at)
    assert (line.shared_at is None) == (rule in WITH_MARK)
    assert told(licences, stays, at) == (line.highest.licences, line.by)


def test_what_is_required_still_is_shared_as_now_whoever_ran_it_before() -> None:
    """usa's server took the place of hita's in July: both times the host asks for 32."""
    july = START + 91 * DAY
    hita = Stay("a", "hita", "h1", 4, True, UNKNOWN, START, july)
    usa = Stay("b", "usa", "h1", 4, True, UNKNOWN, july, None)
    line = timeline(papers("oracle-processor"), "database", PARK, [hita, usa], START, NOW + MOMENT)
    assert line is not None
    assert int(line.highest.licences) == 32
    assert (line.highest.at, line.shared_at) == (START, NOW)
    assert line.by == {"usa": 32}
