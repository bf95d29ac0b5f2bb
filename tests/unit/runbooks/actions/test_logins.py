"""A person's way to a server: made, used again, refused; asked for by one, approved by another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import UserError
from core.home import Home
from core.run import Watcher, carry_out
from monitoring.access.authority import issued, make_authority
from monitoring.access.operator import Purpose
from runbooks.actions import access
from runbooks.actions.here import Here
from runbooks.actions.logins import Own, approved, asked, requests, way_to
from tests.lib.acts import RUN, Acts
from tests.lib.definitions import OPERATORS, copied_to
from tests.lib.person_keys import give, new_key, public_half

SERVER, OPERATE = "yufu-core-db-1", Purpose.OPERATE
"""At 18:00 of a Thursday in Japan, where Sato's day has ended."""


@pytest.fixture
def here(tmp_path: Path) -> Here:
    acts = Acts.at(tmp_path)
    acts.home = Home(tmp_path / "var", copied_to(tmp_path / "files"))
    make_authority(acts.home, "ca-2026")
    return Here(acts.home, acts.given.definitions, acts.given.now)


def own(here: Here, person: str) -> Own:
    """A key whose public half is in the person's file from now on."""
    file = here.home.root / person
    file.parent.mkdir(exist_ok=True)
    give(here.home.definitions, new_key(file))
    return Own(person, " ".join(public_half(file).split()[:2]), file)


def test_a_certificate_is_used_again_until_it_is_nearly_over(here: Here) -> None:
    sato = own(here, "sato-hanako")
    assert way_to(here, sato, SERVER, OPERATE, "the register is silent").again is False
    again = way_to(here, sato, SERVER, OPERATE, "")
    assert (again.again, again.account) == (True, "sato-hanako")
    late = replace(here, now=here.now + timedelta(hours=7, minutes=55))
    assert way_to(late, sato, SERVER, OPERATE, "still silent").again is False
    assert [one["why"] for one in issued(here.home)] == ["the register is silent", "still silent"]


def test_outside_the_hours_a_reason_is_needed(here: Here) -> None:
    sato = own(here, "sato-hanako")
    with pytest.raises(UserError, match="sato-hanako is not on duty by its file"):
        way_to(here, sato, SERVER, OPERATE, "")
    morning = replace(here, now=here.now - timedelta(hours=8))
    assert way_to(morning, sato, SERVER, OPERATE, "").again is False


def test_another_key_that_signs_makes_the_certificate_anew(here: Here) -> None:
    sato = own(here, "sato-hanako")
    way_to(here, sato, SERVER, OPERATE, "why")
    make_authority(here.home, "ca-2027")
    assert way_to(here, sato, SERVER, OPERATE, "why").again is False


def test_whoever_is_locked_gets_none_and_servers_that_were_not_told_are_pending(
    here: Here,
) -> None:
    sato = own(here, "sato-hanako")
    plan = access.locked(here, "sato-hanako")
    first = replace(plan, actions=plan.actions[:1])
    assert carry_out(here.home, first, RUN, Watcher()) == []
    with pytest.raises(UserError, match="sato-hanako is locked since 2026-11-26 18:00 JST"):
        way_to(here, sato, SERVER, OPERATE, "why")
    servers = [one.at.name for one in access.servers(here)]
    assert [one.at.name for one in access.pending_servers(here)] == servers
    assert len(plan.actions) == 1 + len(servers)
    carry_out(here.home, replace(access.unlocked(here, "sato-hanako"), actions=()), RUN, Watcher())


def test_a_lock_waits_for_no_site_that_is_down_and_for_no_file_that_is_broken(here: Here) -> None:
    file = here.home.definitions / OPERATORS / "sato-hanako.yaml"
    file.write_text("name: [", encoding="utf-8")
    told = access.locked(here, "sato-hanako").actions[1:]
    assert {one.lane for one in told} == {one.at.site for one in access.servers(here)}
    assert {one.after for one in told} == {("sato-hanako access",)}
    with pytest.raises(UserError, match="no person nobody is in"):
        access.locked(here, "nobody")


def test_a_vendor_is_let_in_by_a_person_of_the_municipality(here: Here) -> None:
    kimura, tanaka = own(here, "kimura-jiro"), own(here, "tanaka-yoko")
    with pytest.raises(UserError, match="kimura-jiro does not answer for the operating system"):
        way_to(here, kimura, SERVER, OPERATE, "why")
    asked(here, kimura, SERVER, OPERATE, "runbook drift", 2)
    with pytest.raises(UserError, match="nobody approves their own request"):
        approved(here, kimura, 1)
    approved(here, tanaka, 1)
    (found,) = requests(here)
    assert (found.approved_by, found.holds) == ("tanaka-yoko", True)
    way = way_to(here, kimura, SERVER, OPERATE, "")
    assert way.holds.principals == ("yufu-core-db-1:operate:kimura-jiro",)
    assert way.holds.holds_until == here.now + timedelta(hours=2)
    ended = replace(here, now=here.now + timedelta(hours=2))
    assert requests(ended) == []
    with pytest.raises(UserError, match="needs an approval"):
        way_to(ended, kimura, SERVER, OPERATE, "why")


def test_requests_that_are_made_at_the_same_time_have_numbers_of_their_own(here: Here) -> None:
    kimura = own(here, "kimura-jiro")
    whys = ["first", "second", "third", "fourth"]
    with ThreadPoolExecutor(len(whys)) as pool:
        made = list(pool.map(lambda why: asked(here, kimura, SERVER, OPERATE, why, 2), whys))
    assert sorted(one.number for one in made) == [1, 2, 3, 4]
    assert {one.request.reason for one in requests(here)} == set(whys)


def test_a_request_for_a_server_that_is_no_more_lets_nobody_in_and_hides_no_other(
    here: Here,
) -> None:
    kimura = own(here, "kimura-jiro")
    asked(here, kimura, SERVER, OPERATE, "runbook drift", 2)
    asked(here, kimura, "aya-core-db-1", OPERATE, "runbook drift", 2)
    members = {slug: read for slug, read in here.definitions.members.items() if slug != "yufu"}
    later = replace(here, definitions=replace(here.definitions, members=members))
    assert [(one.request.server, one.holds) for one in requests(later)] == [
        (SERVER, False),
        ("aya-core-db-1", False),
    ]


@pytest.mark.parametrize(
    ("hours", "reason", "why"),
    [
        (2, " ", 'a request needs --reason "…"'),
        (0, "why", "access is given for 1 to 24 hours"),
        (25, "why", "access is given for 1 to 24 hours"),
    ],
)
def test_a_request_has_a_reason_and_an_end(here: Here, hours: int, reason: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        asked(here, own(here, "kimura-jiro"), SERVER, OPERATE, reason, hours)


def test_a_key_that_is_anothers_signs_nothing_for_a_person(here: Here) -> None:
    kimura, tanaka = own(here, "kimura-jiro"), own(here, "tanaka-yoko")
    forged = Own("kimura-jiro", kimura.public_key, tanaka.file)
    with pytest.raises(UserError, match="is not kimura-jiro's; name the key with --key"):
        asked(here, forged, SERVER, OPERATE, "why", 2)


def test_the_list_of_whom_servers_believe_no_more_is_the_same_until_somebody_is_locked(
    here: Here,
) -> None:
    first = access.write_revoked(here.home).read_bytes()
    assert access.write_revoked(here.home).read_bytes() == first
    plan = access.locked(here, "sato-hanako")
    carry_out(here.home, replace(plan, actions=plan.actions[:1]), RUN, Watcher())
    assert access.write_revoked(here.home).read_bytes() != first
