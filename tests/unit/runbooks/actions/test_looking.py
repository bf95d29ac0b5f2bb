"""How old the ledger is, and when it is looked at without anybody's asking for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.errors import OtherSystemFailed
from core.journal import Entry, append
from core.message import say
from core.plan import Plan
from runbooks.actions.given import Given
from runbooks.actions.looking import tell_after, unseen, up_to_date
from tests.lib.acts import NOW, Acts, sentences

SITES = ("primary", "remote")


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    return Acts.at(tmp_path)


def act(subject: str, minute: int) -> dict[str, str]:
    return {"at": (NOW + timedelta(minutes=minute)).isoformat(), "subject": subject}


def looked(**minutes: int) -> dict[str, datetime]:
    return {site: NOW + timedelta(minutes=minute) for site, minute in minutes.items()}


def silent(acts: Acts) -> Given:
    def no_cloud(*_: object) -> None:
        raise OtherSystemFailed(say("{site} does not answer", site="primary"))

    return replace(acts.given, cloud_of=no_cloud)


def in_ledger(given: Given) -> list[str]:
    return [entry.machine.name for entry in given.ledger().believed()]


@pytest.mark.parametrize(
    ("looks", "done", "expected"),
    [
        ({}, [], ["primary", "remote"]),
        (looked(primary=5, remote=5), [], []),
        (looked(primary=5, remote=5), [act("hita.primary", 3), act("site.remote", 4)], []),
        (looked(primary=5, remote=5), [act("hita.primary", 6)], ["primary"]),
        (looked(primary=5, remote=5), [act("site.remote", 6)], ["remote"]),
        (looked(primary=5, remote=5), [act("primary hita-core-db-1 → pri-02", 6)], ["primary"]),
        (looked(primary=5, remote=5), [act("hita.primary core copy", 6)], ["primary"]),
        (looked(primary=5, remote=5), [act("all of it", 6)], ["primary", "remote"]),
        (looked(primary=5, remote=7), [act("all of it", 6)], ["primary"]),
        (looked(primary=5), [], ["remote"]),
    ],
)
def test_a_site_is_looked_at_where_something_was_done_since_the_last_look(
    looks: dict[str, datetime], done: list[dict[str, str]], expected: list[str]
) -> None:
    assert unseen(looks, done, SITES) == expected


def test_a_question_finds_what_was_built_and_says_how_old_the_ledger_is(acts: Acts) -> None:
    acts.nova.runs("hita-core-db-1", "pri-01", project="hita")
    assert sentences(up_to_date(acts.given)) == [
        "primary: the ledger of licences is as of 2026-11-26 18:00 JST",
        "remote: the ledger of licences is as of 2026-11-26 18:00 JST",
    ]
    assert in_ledger(acts.given) == ["hita-core-db-1"]


def test_a_ledger_that_is_up_to_date_is_not_looked_at_again(acts: Acts) -> None:
    up_to_date(acts.given)
    acts.nova.runs("hita-core-db-1", "pri-01", project="hita")
    up_to_date(acts.given)
    assert in_ledger(acts.given) == []
    later = NOW + timedelta(minutes=1)
    append(acts.home.journal, Entry(later, "sato", "up", "hita.primary", "a test", "done"))
    up_to_date(acts.given)
    assert in_ledger(acts.given) == ["hita-core-db-1"]


def test_what_must_not_be_older_than_a_moment_is_looked_at_where_it_is(acts: Acts) -> None:
    """A quarter that is sealed has been looked at since its end."""
    up_to_date(acts.given)
    acts.nova.runs("hita-core-db-1", "pri-01", project="hita")
    up_to_date(acts.given, NOW)
    assert in_ledger(acts.given) == []
    later = replace(
        acts.given, now=NOW + timedelta(hours=2), clock=lambda: NOW + timedelta(hours=2)
    )
    assert sentences(up_to_date(later, NOW + timedelta(hours=1))) == [
        "primary: the ledger of licences is as of 2026-11-26 20:00 JST",
        "remote: the ledger of licences is as of 2026-11-26 20:00 JST",
    ]
    assert in_ledger(acts.given) == ["hita-core-db-1"]


def test_of_a_site_that_does_not_answer_the_first_line_says_so(acts: Acts) -> None:
    assert sentences(up_to_date(silent(acts))) == [
        "licences: primary cannot be looked at, and counts as the ledger had it last: "
        "primary does not answer",
        "licences: remote cannot be looked at, and counts as the ledger had it last: "
        "primary does not answer",
        "primary: the ledger of licences has not looked at it yet",
        "remote: the ledger of licences has not looked at it yet",
    ]


def test_once_all_is_done_the_ledger_has_it_and_a_silent_site_is_told_and_no_failure(
    acts: Acts,
) -> None:
    acts.nova.runs("hita-core-db-1", "pri-01", project="hita")
    assert acts.carried_out(Plan(afterwards=lambda: tell_after(acts.given, ["primary"]))) == []
    assert in_ledger(acts.given) == ["hita-core-db-1"]
    hosts = {one.subject.name for one in acts.given.ledger().facts()}
    assert "primary/pri-01" in hosts, "as the files had it by which it was done"
    assert acts.told == []
    given = silent(acts)
    assert acts.carried_out(Plan(afterwards=lambda: tell_after(given, ["primary"]))) == []
    assert sentences(tuple(acts.told)) == [
        "licences: primary cannot be looked at, and counts as the ledger had it last: "
        "primary does not answer"
    ]


def test_of_a_silent_site_only_what_follows_is_told_once_all_is_done(acts: Acts) -> None:
    """Whatever failed there has said where and why; said twice it would be two faults."""
    acts.silent.add("primary")
    assert acts.carried_out(Plan(afterwards=lambda: tell_after(acts.given, ["primary"]))) == []
    assert sentences(tuple(acts.told)) == [
        "licences: primary does not answer, and counts as the ledger had it last"
    ]
