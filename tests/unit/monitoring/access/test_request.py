"""A vendor comes in when a person of the accountable party agreed to it, and until it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.eras import JAPAN
from core.message import Message
from core.signing import Signer, public_key_of, sign
from monitoring.access.account import Grant, accounts_on, grant
from monitoring.access.operator import Purpose
from monitoring.access.request import APPROVED, ASKED, Paper, Request, holds, why_not_approvable
from monitoring.access.staff import ServerAt, Staff
from tests.lib.staff import KIMURA, SATO, TANAKA, key_of, staff

NOW = datetime(2026, 11, 26, 10, tzinfo=JAPAN)
SERVER = ServerAt("hita-core-db-1", "hita", "core", "primary")
OTHERS = ServerAt("usuki-core-db-1", "usuki", "core", "primary")
REQUEST = Request(
    *(1, "kimura-jiro", "hita-core-db-1", Purpose.OPERATE, "runbook server-stopped", NOW),
    NOW + timedelta(hours=2),
)


@cache
def private(person: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(person.encode().ljust(32, b"."))


def public(person: str) -> str:
    return Signer("key", public_key_of(private(person))).line.partition(" ")[2]


STAFF: Staff = staff(
    kimura_jiro=KIMURA.replace(key_of(3), public("kimura-jiro")),
    tanaka_yoko=TANAKA.replace(key_of(4), public("tanaka-yoko")),
    sato_hanako=SATO.replace(key_of(1), public("sato-hanako")),
)


def paper(request: Request = REQUEST, by: str = "kimura-jiro", approved_by: str = "") -> Paper:
    approval = sign(private(approved_by), request.words, APPROVED) if approved_by else ""
    return Paper(request, sign(private(by), request.words, ASKED), approval)


def opened(*papers: Paper, server: ServerAt = SERVER, at: datetime = NOW) -> object:
    found = grant(STAFF, "kimura-jiro", server, Purpose.OPERATE, papers, at)
    return str(found) if isinstance(found, Message) else found


NEEDED = (
    "kimura-jiro does not answer for the operating system of hita-core-db-1 and needs an approval: "
    '`kumiai access request hita-core-db-1 --reason "…"`, which tanaka-yoko may approve'
)


def test_a_vendor_comes_in_nowhere_without_an_approval() -> None:
    assert opened() == NEEDED
    assert opened(paper()) == NEEDED


def test_an_approved_request_opens_that_server_alone_and_until_it_ends() -> None:
    approved = paper(approved_by="tanaka-yoko")
    assert opened(approved) == Grant(
        "hita-core-db-1:operate:kimura-jiro", NOW + timedelta(hours=2), "runbook server-stopped"
    )
    assert opened(approved, at=NOW + timedelta(hours=2)) == NEEDED
    assert isinstance(opened(approved, server=OTHERS), str)


def test_nobody_approves_their_own_request_nor_another_partys() -> None:
    assert opened(paper(approved_by="kimura-jiro")) == NEEDED
    assert opened(paper(approved_by="sato-hanako")) == NEEDED
    assert str(why_not_approvable(paper(), "sato-hanako", STAFF, SERVER, NOW)) == (
        "sato-hanako may not approve access to hita-core-db-1; whoever is accountable there for "
        "the review of access does: tanaka-yoko"
    )


def test_a_request_that_another_signed_or_that_was_changed_since_opens_nothing() -> None:
    assert not holds(paper(by="sato-hanako", approved_by="tanaka-yoko"), STAFF, SERVER, NOW)
    approved = paper(approved_by="tanaka-yoko")
    longer = replace(REQUEST, ends_at=NOW + timedelta(days=365))
    assert not holds(replace(approved, request=longer), STAFF, SERVER, NOW)


def test_a_signature_under_a_request_approves_none() -> None:
    asked = sign(private("tanaka-yoko"), REQUEST.words, ASKED)
    assert not holds(replace(paper(), approval=asked), STAFF, SERVER, NOW)


def test_whoever_answers_for_the_operating_system_asks_nobody() -> None:
    found = grant(STAFF, "sato-hanako", SERVER, Purpose.LOOK, (), NOW)
    assert found == Grant("hita:look:sato-hanako", None)


def test_on_leave_and_after_the_last_day_nothing_opens() -> None:
    for day in (datetime(2026, 11, 16, 9, tzinfo=JAPAN), datetime(2027, 4, 1, 9, tzinfo=JAPAN)):
        assert isinstance(grant(STAFF, "sato-hanako", SERVER, Purpose.LOOK, (), day), Message)


def test_a_municipalitys_person_has_no_account_at_another_municipality() -> None:
    def names(server: ServerAt) -> list[str]:
        return [one.name for one in accounts_on(STAFF, server, NOW)]

    assert names(SERVER) == [
        *("sato-hanako_look", "sato-hanako", "suzuki-ichiro_look", "suzuki-ichiro"),
        *("kimura-jiro", "tanaka-yoko_look"),
    ]
    assert "tanaka-yoko_look" not in names(OTHERS)
