"""What is unknown counts too high and is said, never silently too low."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from blueprint.naming import UNKNOWN, Role
from core.eras import JAPAN
from core.errors import UserError
from licensing.change.change import Move, RemoveHost, Resize
from licensing.change.effect import Effect, Verdict, judge, told, worth_telling
from licensing.change.licensing import Licensing, licensing_of
from licensing.change.past import Grounds
from licensing.counting.rounding import shown
from licensing.ledger.facts import Course, Kind, Subject
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Source
from licensing.papers.licences import Licences
from licensing.papers.store import read_licences
from licensing.position.caveats import caveats, caveats_of, nothing_known
from licensing.position.position import Position, positions
from licensing.position.timeline import timeline
from tests.lib.definitions import ROOT, shipped
from tests.lib.machines import start_on

DEFINITIONS = shipped()
APRIL = datetime(2026, 4, 1, tzinfo=JAPAN)
NOW = datetime(2026, 11, 25, 12, tzinfo=JAPAN)
DATABASE = Role("core", ("database",))


def papers(product: str = "database", **changes: Any) -> Licences:
    """The shipped papers of one product, with these changes."""
    found, _ = read_licences(ROOT)
    return Licences(
        found.rules,
        {
            name: replace(read, value=read.value.model_copy(update=changes))
            for name, read in found.entitlements.items()
            if read.value.product == product
        },
    )


def on(host: str, number: int = 1, site: str = "primary", until: datetime | None = None) -> Entry:
    name = f"hita-core-db-{number}"
    machine = Machine(name, "hita", DATABASE, site, host, 4, True)
    return Entry(f"{name} {site} {host}", machine, APRIL, until, Source.NOTIFICATION, False)


def known(licences: Licences, *entries: Entry) -> Licensing:
    return licensing_of(licences, DEFINITIONS, entries)


def position_of(here: Licensing, at: datetime = NOW) -> Position:
    [found] = positions(here.licences, here.world.park, here.world.stays, at)
    return found


def in_numbers(effect: Effect) -> tuple[str, str, str]:
    before, after = effect.before.required.licences, effect.after.required.licences
    return shown(before), shown(after), str(effect.verdict)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("oracle-processor", 104),  # 112 cores of the site at 0.5, and 48 at the dearest factor
        ("sql-server-core-host", 48),
        ("ibm-rvu-mapc", 48),
        ("windows-server-datacenter", 160),
        ("vmware-core", 288),  # 240 of all hosts of both sites, and 48, not the 16 of the vendor's
    ],
)
def test_a_host_that_no_file_has_counts_as_the_largest_that_is_known(
    rule: str, expected: int
) -> None:
    found = position_of(known(papers(rule=rule, quantity=1000), on("pri-99")))
    assert shown(found.required.licences) == str(expected)
    assert found.undeclared == ("pri-99",)


def test_a_host_that_nobody_knows_is_as_large_as_any_that_ever_stood() -> None:
    """Also where the largest was taken out of the files since."""
    small = DEFINITIONS.sites["primary"].value.hosts["pri-01"]
    large = small.model_copy(update={"sockets": 4, "cores_per_socket": 32})
    courses: dict[Subject, Course] = {
        Subject(Kind.HOST, "primary/pri-01"): ((None, small.model_dump_json()),),
        Subject(Kind.HOST, "primary/pri-02"): ((None, large.model_dump_json()), (APRIL, None)),
    }
    park = Grounds.of(courses, {}, [("primary", "pri-99")], NOW).park(NOW, ())
    assert park.hosts["pri-99"].at_most == (4, 32)


def test_a_rule_that_allows_few_sockets_does_not_allow_a_host_that_nobody_knows() -> None:
    found = position_of(known(papers(rule="oracle-se2", quantity=1000), on("pri-99")))
    assert found.refused == {"pri-99"}
    assert found.in_breach


def test_hosts_of_two_sites_that_are_called_the_same_are_two_hosts() -> None:
    licences = papers(rule="sql-server-core-host", quantity=1000)
    one = position_of(known(licences, on("pri-01")))
    both = position_of(known(licences, on("pri-01"), on("pri-01", 2, site="remote")))
    assert shown(one.required.licences) == "32"
    assert shown(both.required.licences) == "80"
    assert both.undeclared == ("pri-01 (remote)",)


def test_nobody_moves_a_server_to_a_host_that_no_file_has() -> None:
    here = known(papers(), on("pri-99"))
    with pytest.raises(UserError, match="pri-99"):
        judge(here.world, [Move("hita-core-db-1", "pri-99")], here.bought(NOW.date()), NOW)


def test_a_product_without_an_entitlement_is_judged_against_nothing() -> None:
    """By the rule of the contract that ended; the other products are judged as ever."""
    here = known(papers(ends_on=date(2026, 11, 24)), on("pri-01"))
    found = position_of(here)
    assert (found.rule.id, found.is_owned, found.in_breach) == ("oracle-processor", False, True)
    new = start_on("rem-01", "hita-core-db-2", "hita", DATABASE, 4)
    assert [caveat.text(str) for caveat in caveats(found, NOW)] == [
        "database runs on 2026-11-25, and no entitlement holds: it is counted by "
        "oracle-processor, against nothing; add one to licensing/entitlements, with quantity 0 if "
        "none is owned"
    ]
    effects = {e.bought.product: e for e in judge(here.world, [new], here.bought(NOW.date()), NOW)}
    assert effects["database"].verdict is Verdict.VIOLATES
    assert list(effects) == ["database"]


def test_what_was_never_bought_needs_one_licence_for_each_server_at_least() -> None:
    here = known(papers("application-server"), on("pri-01"), on("pri-02", 2))
    found = {p.product: p for p in positions(here.licences, here.world.park, here.world.stays, NOW)}
    assert found["database"].rule.id == "no-rule"
    assert found["database"].headroom == -2
    assert found["application-server"].headroom == 60


def test_whether_what_was_never_bought_gets_worse_is_said_to_be_open() -> None:
    here = known(papers("application-server"), on("pri-01"))
    effects = judge(here.world, [Resize("hita-core-db-1", 64)], here.bought(NOW.date()), NOW)
    [effect] = [e for e in effects if e.bought.product == "database"]
    assert told(effect).text(str) == (
        "database: 1 → 1 licence of 0 owned; in breach: 1 licence is missing at least now, 1 "
        "then; no rule says how it counts, so whether it gets worse is open"
    )
    assert [c.text(str) for c in caveats(effect.before, NOW)] == [
        "database runs on 2026-11-25, and no entitlement says by which rule it counts: one "
        "licence for each server at least, against nothing; add one to licensing/entitlements, "
        "with quantity 0 if none is owned"
    ]


def test_what_was_never_bought_counts_also_where_it_is_switched_off() -> None:
    off = on("pri-01")
    off = replace(off, machine=replace(off.machine, powered_on=False))
    here = known(papers("application-server"), off)
    found = {p.product: p for p in positions(here.licences, here.world.park, here.world.stays, NOW)}
    assert found["database"].headroom == -1


@pytest.mark.parametrize("owned", [31, 32])
def test_a_period_counts_too_few_licences_as_none_where_the_rule_does(owned: int) -> None:
    here = known(papers(rule="ibm-rvu-mapc", quantity=owned), on("pri-01"))
    stays = here.world.stays["database"]
    line = timeline(here.licences, "database", here.world.park, stays, APRIL, NOW)
    assert line is not None
    assert line.tightest.headroom == position_of(here).headroom == (0 if owned == 32 else -32)


def test_a_period_shows_a_product_that_was_never_bought() -> None:
    here = known(papers("application-server"), on("pri-01"))
    stays = here.world.stays["database"]
    line = timeline(here.licences, "database", here.world.park, stays, APRIL, NOW)
    assert line is not None
    assert line.in_breach


def test_a_breach_that_is_there_already_is_called_one() -> None:
    here = known(papers(rule="ibm-vpc", quantity=20, more_at_yen=None), on("pri-01"))
    up, again = Resize("hita-core-db-1", 22), Move("hita-core-db-1", "pri-02")
    bought = here.bought(NOW.date())
    later = replace(here.world, stays=judged_after(here, up))
    [effect] = [e for e in judge(later, [again], bought, NOW) if e.bought.product == "database"]
    assert in_numbers(effect) == ("22", "22", "allowed")
    assert told(effect).text(str) == (
        "database: 22 → 22 licences of 20 owned; in breach: 2 licences are missing now, 2 then; "
        "nothing gets worse"
    )
    more = Resize("hita-core-db-1", 25)
    [effect] = [e for e in judge(later, [more], bought, NOW) if e.bought.product == "database"]
    assert in_numbers(effect) == ("22", "25", "violates")
    assert "2 licences are missing already, 5 then; the 3 more are worth" in told(effect).text(str)


def test_what_can_be_bought_says_too_what_is_missing_already() -> None:
    here = known(papers(rule="ibm-vpc", quantity=3, more_at_yen=1000), on("pri-01"))
    [effect] = [
        e
        for e in judge(here.world, [Resize("hita-core-db-1", 6)], here.bought(NOW.date()), NOW)
        if e.bought.product == "database"
    ]
    assert told(effect).text(str) == (
        "database: 4 → 6 licences of 3 owned; 1 licence is missing already, 3 then; the 2 more "
        "cost ¥2,000"
    )


def judged_after(here: Licensing, change: Resize) -> Any:
    from licensing.change.world import after

    return after(here.world, [change], NOW).stays


def test_a_rule_that_refuses_a_host_says_which_and_in_a_period_too() -> None:
    licences = papers(rule="oracle-se2", quantity=10)
    here = known(licences, on("pri-01"))
    four = replace(here.world.park.hosts["pri-01"], sockets=4)
    park = replace(here.world.park, hosts={**here.world.park.hosts, "pri-01": four})
    stays = here.world.stays["database"]
    [found] = positions(licences, park, {"database": stays}, NOW)
    line = timeline(licences, "database", park, stays, APRIL, NOW)
    assert line is not None
    assert (found.in_breach, sorted(found.refused)) == (True, ["pri-01"])
    assert (line.in_breach, line.refused) == (True, ("pri-01",))


def test_a_host_that_would_be_removed_keeps_its_windows_and_the_marks_that_it_reached() -> None:
    moved = datetime(2026, 11, 20, tzinfo=JAPAN)
    licences = papers(rule="sql-server-core-host", quantity=100)
    here = known(licences, on("pri-01", until=moved), replace(on("pri-02", 2), since=moved))
    bought = here.bought(NOW.date())
    effects = judge(here.world, [RemoveHost("pri-01")], bought, NOW)
    [effect] = [e for e in effects if e.bought.product == "database"]
    assert in_numbers(effect) == ("64", "64", "allowed")


def test_a_day_begins_at_midnight_in_japan_whatever_clock_asks() -> None:
    licences = papers(starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31))
    last = datetime.fromisoformat("2027-03-31T14:59:00+00:00")
    over = datetime.fromisoformat("2027-03-31T15:00:00+00:00")  # 1 April in Japan
    here = known(licences, on("pri-01"))
    assert position_of(here, last).is_owned
    assert not position_of(here, over).is_owned


def test_servers_whose_names_tell_nothing_are_named_since_nobody_counts_them() -> None:
    entries = []
    for number in range(1, 6):
        one = on("pri-01", number)
        entries.append(
            replace(one, machine=replace(one.machine, name=f"test-{number}", role=UNKNOWN))
        )
    gone = replace(entries.pop(), until=NOW)
    [(site, servers)] = known(papers(), *entries, gone, on("pri-02")).unread(NOW).items()
    assert nothing_known(site, servers).text(str) == (
        "primary: the names of 4 servers tell nobody what they run (test-1, test-2, test-3, …), so "
        "no licence is counted for them; ask who built them whether a product runs there"
    )


def test_a_product_in_breach_is_told_also_where_a_change_leaves_it_as_it_is() -> None:
    here = known(papers(quantity=20), on("pri-01"), on("pri-03", 2))
    [effect] = judge(here.world, [Resize("hita-core-db-1", 8)], here.bought(NOW.date()), NOW)
    assert worth_telling([effect]) == [effect]
    assert told(effect).text(str) == (
        "database: 56 → 56 licences of 20 owned; in breach: 36 licences are missing now, 36 then; "
        "nothing gets worse"
    )


def test_on_a_host_that_the_rule_does_not_allow_all_licences_are_missing() -> None:
    here = known(papers(rule="oracle-se2", quantity=1000), on("pri-99"))
    assert position_of(here).headroom == -position_of(here).required.licences
    [effect] = judge(here.world, [Resize("hita-core-db-1", 8)], here.bought(NOW.date()), NOW)
    assert "in breach: 9 licences are missing now, 9 then" in told(effect).text(str)


def test_what_left_counts_for_its_window_also_after_its_entitlement_has_ended() -> None:
    paper = papers(rule="sql-server-core-host", quantity=1000, ends_on=date(2026, 11, 19))
    here = known(paper, on("pri-01", until=NOW - timedelta(days=1)))
    found = position_of(here)
    assert (found.is_owned, shown(found.headroom)) == (False, "-32")
    stays = here.world.stays["database"]
    line = timeline(
        here.licences, "database", here.world.park, stays, NOW - timedelta(hours=9), NOW
    )
    assert line is not None
    assert shown(line.highest.licences) == "32"
    over = NOW + timedelta(days=90)
    assert positions(here.licences, here.world.park, here.world.stays, over) == []


def test_the_highest_of_a_period_says_which_of_its_hosts_no_file_has() -> None:
    here = known(papers(rule="sql-server-core-host", quantity=1000), on("pri-99"))
    stays, park = here.world.stays["database"], here.world.park
    line = timeline(here.licences, "database", park, stays, APRIL, NOW)
    assert line is not None
    assert ["runs on pri-99" in one.text(str) for one in caveats_of(line, park, stays)] == [True]


def test_a_member_whose_file_is_gone_has_run_something_and_may_be_asked_about() -> None:
    here = known(papers(), on("pri-01", until=NOW))
    assert here.has_run("hita")
    assert not here.has_run("usa")
