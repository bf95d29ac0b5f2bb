"""What members declare becomes figures through time, the staff of their own files among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from core.eras import JAPAN
from licensing.change.figures import figures_of, said_of_figures
from licensing.counting.figure import Figure
from licensing.ledger.facts import courses, news
from licensing.papers.declaration import Declaration, Declared
from licensing.papers.measure import Metric
from tenants.definitions import Read
from tenants.member import Member
from tests.lib.definitions import shipped

TODAY = datetime(2026, 11, 26, 12, tzinfo=JAPAN)
USUKI = shipped().members["usuki"]


def figures(declared: tuple[Declared, ...] = (), **lifecycle: object) -> list[tuple[str, str, int]]:
    member = USUKI.value.model_copy(
        update={"lifecycle": USUKI.value.lifecycle.model_copy(update=lifecycle)}
    )
    said = {}
    if declared:
        said["usuki"] = Read(USUKI.document, Declaration(member="usuki", figures=declared))
    found = figures_at_first({"usuki": replace(USUKI, value=member)}, said)
    return [(str(one.metric), f"{one.since:%Y-%m-%d}", one.count) for one in found]


def figures_at_first(
    members: Mapping[str, Read[Member]], declarations: Mapping[str, Read[Declaration]]
) -> tuple[Figure, ...]:
    """Of files at which nobody has looked before."""
    return figures_of(members, courses(news(said_of_figures(members, declarations), (), TODAY)))


def staff(count: int, day: date) -> Declared:
    return Declared(counts=Metric.STAFF, count=count, as_of=day, source="定員管理調査")


def test_the_staff_of_a_members_file_counts_from_its_day() -> None:
    assert figures() == [("staff", "2010-04-01", 419)]


def test_what_is_declared_later_follows_it() -> None:
    assert figures((staff(405, date(2026, 4, 1)),)) == [
        ("staff", "2010-04-01", 419),
        ("staff", "2026-04-01", 405),
    ]


def test_the_first_figure_holds_back_to_the_day_of_joining() -> None:
    users = Declared(
        counts=Metric.USERS, product="database", count=90, as_of=date(2026, 6, 1), source="台帳"
    )
    assert figures((users,))[1:] == [("users", "2012-04-01", 90)]


def test_who_has_left_counts_nothing_from_the_next_day_on() -> None:
    assert figures(left_on=date(2026, 9, 30)) == [
        ("staff", "2010-04-01", 419),
        ("staff", "2026-10-01", 0),
    ]


def test_a_day_begins_at_midnight_in_japan() -> None:
    first = figures_at_first({"usuki": USUKI}, {})[0]
    assert first.since == datetime(2010, 4, 1, tzinfo=JAPAN)
