"""Which declarations of a lost site a procedure carries out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.home import Home
from core.signing import Signer, public_key_of
from core.signing_key import ALLOWED_SIGNERS, make_signing_key
from recovery.declaration import confirm, declare
from runbooks.actions.site_loss import fail_over, fail_over_of, holding, holding_of
from runbooks.looks import looks_of
from runbooks.vocabulary import Kind, LookName
from tests.lib.acts import NOW, Acts
from tests.lib.definitions import copied_to


@pytest.fixture
def persons(tmp_path: Path) -> tuple[Home, Home]:
    """Two, each with a machine and a key, and the same files."""
    files = copied_to(tmp_path / "files")
    homes = Home(tmp_path / "sato", files), Home(tmp_path / "suzuki", files)
    lines = [Signer(one.root.name, public_key_of(make_signing_key(one))).line for one in homes]
    (files / ALLOWED_SIGNERS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return homes


def acts(home: Home) -> Acts:
    found = Acts.at(home.root)
    found.home = home
    return found


def test_what_one_person_has_declared_is_not_carried_out(persons: tuple[Home, Home]) -> None:
    sato, suzuki = persons
    given = acts(sato).given
    assert fail_over(lambda: given, "primary").actions == ()
    paper = declare(sato, "primary", "remote", ("usuki",), NOW, "the tsunami")
    assert holding(given, "primary") == []
    declared_lost = looks_of(lambda: given)[LookName.SITE_IS_DECLARED_LOST]
    assert list(map(str, declared_lost({Kind.SITE: "primary"}))) == [
        "no two persons have declared primary lost; `kumiai failover declare --site primary`"
    ]
    confirm(suzuki, paper.id)
    assert [one.id for one in holding(given, "primary")] == [paper.id]
    assert holding(given, "remote") == []
    assert list(declared_lost({Kind.SITE: "primary"})) == []


def test_one_municipality_is_declared_by_the_newest_paper_that_names_it(
    persons: tuple[Home, Home],
) -> None:
    sato, suzuki = persons
    given = acts(sato).given
    declared = looks_of(lambda: given)[LookName.MEMBER_IS_DECLARED_LOST]
    assert [str(one) for one in declared({Kind.MEMBER: "usuki"})] == [
        "no two persons have declared that usuki is to run elsewhere; "
        "`kumiai failover declare usuki --site SITE`"
    ]
    assert fail_over_of(lambda: given, "usuki").actions == ()
    confirm(suzuki, declare(sato, "primary", "remote", ("usuki",), NOW, "the tsunami").id)
    assert [one.source for one in holding_of(given, "usuki")] == ["primary"]
    assert list(declared({Kind.MEMBER: "usuki"})) == []
    assert holding_of(given, "hita") == []


def test_a_declaration_that_a_later_one_took_over_holds_no_more(
    persons: tuple[Home, Home],
) -> None:
    sato, suzuki = persons
    given = acts(sato).given
    for source, target, later in (("primary", "remote", 0), ("remote", "primary", 60)):
        at = NOW + timedelta(minutes=later)
        confirm(suzuki, declare(sato, source, target, ("usuki",), at, "lost").id)
    assert holding(given, "primary") == []
    assert [one.source for one in holding(given, "remote")] == ["remote"]
