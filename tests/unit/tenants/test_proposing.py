from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from core.document import Document
from core.home import REPOSITORY
from core.problem import Problem
from tenants.definitions import Definitions
from tenants.member import Member
from tenants.proposing import (
    Body,
    english_name,
    member_file,
    next_free_network,
    problems_with,
    slug_for,
)
from tests.lib.definitions import shipped
from tests.lib.effort import some

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


LIST = REPOSITORY.parent / "shared" / "data" / "localgovjp-utf8.csv"

UNIONS = (
    Body("398047", "高知県", "こうち人づくり広域連合", "こうちひとづくりこういきれんごう"),
    Body(
        "449989",
        "大分県",
        "大分県後期高齢者医療広域連合",
        "おおいたけんこうきこうれいしゃいりょうこういきれんごう",
    ),
    Body(
        "139998",
        "東京都",
        "東京二十三区清掃一部事務組合",
        "とうきょうにじゅうさんくせいそういちぶじむくみあい",
    ),
)
"""Bodies with long names. Their codes are made up; those of unions stand in another list."""


def test_a_long_name_is_cut_so_that_the_code_has_room() -> None:
    assert [slug_for(union, ()) for union in UNIONS] == [
        "kochihitozukurikoikirengo",
        "oitakenkokikoreishairyok-449989",
        "tokyonijusankuseisoichib-139998",
    ]


def test_a_word_with_a_meaning_of_its_own_gets_the_code() -> None:
    heath = Body("449989", "大分県", "へあと市", "へあとし")
    assert slug_for(heath, {"heato"}) == "heato-449989"
    words = shipped().own_names
    assert {"site", "admin", "service", "consortium", "default", "primary"} <= words


def test_a_name_without_a_sound_is_called_by_its_code() -> None:
    assert slug_for(Body("442020", "大分県", "別府市", "し"), ()) == "m442020"
    assert english_name(Body("442020", "大分県", "別府", "・")) == "Municipality"


def test_no_network_of_a_site_is_proposed() -> None:
    definitions = shipped()
    read = definitions.sites["remote"]
    next_free = next_free_network(definitions.consortium.value, definitions.taken_networks())
    assert next_free == IPv4Network("10.64.40.0/22")
    site = read.value.model_copy(update={"operations_network": IPv4Network("10.64.40.0/26")})
    taken = replace(definitions, sites={**definitions.sites, "remote": replace(read, value=site)})
    assert next_free_network(taken.consortium.value, taken.taken_networks()) == IPv4Network(
        "10.64.44.0/22"
    )


def problems_of(body: Body, definitions: Definitions) -> list[Problem]:
    """What the check says of the file that is proposed for `body`, beside all that are shipped."""
    words = {*definitions.members, *definitions.own_names}
    slug = slug_for(body, words)
    network = next_free_network(definitions.consortium.value, definitions.taken_networks())
    assert network is not None
    text = member_file(
        body, slug, network, "primary", definitions.catalogue.value, date(2026, 11, 26)
    )
    return problems_with(definitions, slug, text, date(2026, 11, 26))


@pytest.mark.parametrize("union", UNIONS, ids=lambda union: union.code)
def test_what_is_proposed_for_a_union_passes_the_check(union: Body) -> None:
    # The code's own digit is made up here, and told; nothing else is.
    assert [p.field for p in problems_of(union, shipped()) if p.field != "code"] == []


def test_a_slug_that_is_no_slug_or_means_something_else_is_told_before_it_is_written() -> None:
    def told(slug: str) -> list[str]:
        definitions = shipped()
        free = IPv4Network("10.64.40.0/22")
        catalogue, today = definitions.catalogue.value, date(2026, 11, 26)
        text = member_file(BEPPU, slug, free, "primary", catalogue, today)
        return [problem.field for problem in problems_with(definitions, slug, text, today)]

    assert told("beppu") == []
    assert told("site") == ["slug"]
    assert told("../beppu") == ["slug"]


@pytest.mark.skipif(not LIST.exists(), reason="the published list is not beside the project")
def test_what_is_proposed_for_every_published_code_passes_the_check() -> None:
    definitions = shipped()
    with LIST.open(encoding="utf-8-sig") as stream:
        bodies = [
            Body(row["lgcode"], row["pref"], row["city"], row["citykana"])
            for row in csv.DictReader(stream)
        ]
    codes = {read.value.code for read in definitions.members.values()}
    found = {
        body.name: [str(problem) for problem in problems]
        for body in some(bodies, 100, "codes")
        if body.code not in codes and (problems := problems_of(body, definitions))
    }
    assert found == {}


def test_the_name_by_which_kumiai_calls_its_own_is_proposed_to_nobody() -> None:
    assert slug_for(Body("442020", "大分県", "組合市", "くみあいし"), ()) == "m442020"
