from __future__ import annotations

from datetime import date
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from core.document import Document
from tenants.member import Member
from tenants.proposing import Body, english_name, member_file, next_free_network, slug_for
from tests.lib.definitions import shipped

BEPPU = Body("442020", "大分県", "別府市", "べっぷし")


@pytest.mark.parametrize(
    ("name", "kana", "slug", "english"),
    [
        ("別府市", "べっぷし", "beppu", "Beppu City"),
        ("日向市", "ひゅうがし", "hyuga", "Hyuga City"),
        ("門川町", "かどがわちょう", "kadogawa", "Kadogawa Town"),
        ("双葉町", "ふたばまち", "futaba", "Futaba Town"),
        ("球磨村", "くまむら", "kuma", "Kuma Village"),
        ("千代田区", "ちよだく", "chiyoda", "Chiyoda Ward"),
    ],
)
def test_a_slug_and_an_english_name_are_proposed_from_the_kana(
    name: str, kana: str, slug: str, english: str
) -> None:
    body = Body("442020", "大分県", name, kana)
    assert slug_for(body, ()) == slug
    assert english_name(body) == english


def test_a_slug_that_is_taken_gets_the_code() -> None:
    assert slug_for(BEPPU, ["beppu"]) == "beppu-442020"


def test_the_next_network_is_the_first_free_one() -> None:
    consortium = shipped().consortium.value
    taken = [IPv4Network("10.64.0.0/22"), IPv4Network("10.64.4.0/23")]
    assert next_free_network(consortium, taken) == IPv4Network("10.64.8.0/22")


def test_no_network_is_proposed_where_all_are_taken() -> None:
    consortium = shipped().consortium.value
    assert next_free_network(consortium, [consortium.address_range]) is None


def test_the_proposed_file_can_be_read_as_a_member() -> None:
    definitions = shipped()
    text = member_file(
        BEPPU,
        "beppu",
        IPv4Network("10.64.40.0/22"),
        "primary",
        definitions.catalogue.value,
        date(2026, 11, 23),
    )
    document, problems = Document.parse(text, Path("beppu.yaml"))
    assert document is not None, problems
    member, problems = document.read_as(Member)
    assert problems == []
    assert member is not None
    assert (member.slug, member.code, member.prefecture) == ("beppu", "442020", "大分県")
    assert list(member.services) == ["resident_record"]
