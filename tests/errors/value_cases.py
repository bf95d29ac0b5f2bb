"""Cases of the gallery: values of the wrong kind, and signs as keyboards and editors leave them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.errors.cases import CATALOGUE, HITA, USUKI, Case, edit


def both(*makes: Callable[[Path], object]) -> Callable[[Path], object]:
    def make(root: Path) -> None:
        for one in makes:
            one(root)

    return make


VALUE_CASES = (
    Case(
        "a date that does not exist",
        edit(HITA, "as_of: 2010-04-01", "as_of: 2010-02-30"),
        (
            "tenants/members/hita.yaml:8:28: 日田市: population.as_of: must be a date such as 2026-04-01, got '2010-02-30'",
        ),
        (
            "tenants/members/hita.yaml:8:28: 日田市: population.as_of: 2026-04-01 のような日付でなければなりません（現在の値: '2010-02-30'）。",
        ),
    ),
    Case(
        "a number of 4,400 digits",
        edit(HITA, "count: 70685", "count: " + "4" * 4400),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: must be a whole number, got '4444444444444444444444444444444444444444444444444444444444…",
        ),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: 整数でなければなりません（現在の値: '4444444444444444444444444444444444444444444444444444444444…）。",
        ),
    ),
    Case(
        "a number larger than any",
        edit(HITA, "count: 70685", "count: 70685000000000"),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: must be at most 1000000000000, got 70685000000000",
        ),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: 1000000000000 以下でなければなりません（現在の値: 70685000000000）。",
        ),
    ),
    Case(
        "true as a number",
        edit(HITA, "count: 70685", "count: true"),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: must be a whole number, got true",
        ),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: 整数でなければなりません（現在の値: true）。",
        ),
    ),
    Case(
        "a number with commas",
        edit(HITA, "count: 70685", 'count: "70,685"'),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: must be written with half-width characters only; write 70685, got '70,685'",
        ),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: 半角文字だけで 70685 と書いてください（現在の値: '70,685'）。",
        ),
    ),
    Case(
        "a number in full-width digits",
        edit(HITA, "count: 70685", "count: ７０６８５"),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: must be written with half-width characters only; write 70685, got '７０６８５'",
        ),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: 半角文字だけで 70685 と書いてください（現在の値: '７０６８５'）。",
        ),
    ),
    Case(
        "a number as a date",
        edit(HITA, "as_of: 2010-04-01", "as_of: 20100401"),
        (
            "tenants/members/hita.yaml:8:28: 日田市: population.as_of: must be a date such as 2026-04-01, got 20100401",
        ),
        (
            "tenants/members/hita.yaml:8:28: 日田市: population.as_of: 2026-04-01 のような日付でなければなりません（現在の値: 20100401）。",
        ),
    ),
    Case(
        "a time beside a date",
        edit(HITA, "as_of: 2010-04-01", "as_of: 2010-04-01 10:00:00"),
        (
            "tenants/members/hita.yaml:8:28: 日田市: population.as_of: must be a date such as 2026-04-01, got 2010-04-01 10:00:00",
        ),
        (
            "tenants/members/hita.yaml:8:28: 日田市: population.as_of: 2026-04-01 のような日付でなければなりません（現在の値: 2010-04-01 10:00:00）。",
        ),
    ),
    Case(
        "a date in full-width digits",
        edit(HITA, "as_of: 2010-04-01", "as_of: ２０１０-０４-０１"),
        (
            "tenants/members/hita.yaml:8:28: 日田市: population.as_of: must be written with half-width characters only; write 2010-04-01, got '２０１０-０４-０１'",
        ),
        (
            "tenants/members/hita.yaml:8:28: 日田市: population.as_of: 半角文字だけで 2010-04-01 と書いてください（現在の値: '２０１０-０４-０１'）。",
        ),
    ),
    Case(
        "a number as a network",
        edit(HITA, "network: 10.64.0.0/22", "network: 171966464"),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: must be a network such as 10.64.0.0/22 whose host part is zero, got 171966464",
        ),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: 10.64.0.0/22 のようなネットワーク（ホスト部は0）でなければなりません（現在の値: 171966464）。",
        ),
    ),
    Case(
        "a code in full-width digits",
        edit(HITA, 'code: "442046"', 'code: "４４２０４６"'),
        (
            "tenants/members/hita.yaml:5:1: 日田市: code: must be written with half-width characters only; write 442046, got '４４２０４６'",
        ),
        (
            "tenants/members/hita.yaml:5:1: 日田市: code: 半角文字だけで 442046 と書いてください（現在の値: '４４２０４６'）。",
        ),
    ),
    Case(
        "a number as a truth value",
        edit(CATALOGUE, "standard20: true", "standard20: 1"),
        (
            "tenants/catalogue.yaml:19:112: services.resident_record.standard20: must be true or false, got 1",
        ),
        (
            "tenants/catalogue.yaml:19:112: services.resident_record.standard20: `true` か `false` でなければなりません（現在の値: 1）。",
        ),
    ),
    Case(
        "a hexadecimal number",
        edit(HITA, "count: 70685", "count: 0x1141D"),
        (
            'tenants/members/hita.yaml:8:21: hita: 0x1141D without quotation marks would be read as something else; write "0x1141D"',
        ),
        (
            'tenants/members/hita.yaml:8:21: hita: 引用符のない 0x1141D は別の値として読まれます。"0x1141D" と書いてください。',
        ),
    ),
    Case(
        "nothing behind a state",
        edit(HITA, "  resident_record:", "  resident_record: {state: null}"),
        (
            "tenants/members/hita.yaml:18:21: 日田市: services.resident_record.state: must be one of in_use, stopped, retired, got nothing",
        ),
        (
            "tenants/members/hita.yaml:18:21: 日田市: services.resident_record.state: 次のいずれかでなければなりません: in_use、stopped、retired（現在の値: 空）。",
        ),
    ),
    Case(
        "a state in capitals",
        edit(HITA, "state: active", "state: Active"),
        (
            "tenants/members/hita.yaml:13:13: 日田市: lifecycle.state: must be one of joining, active, leaving, left, got 'Active'; did you mean active?",
        ),
        (
            "tenants/members/hita.yaml:13:13: 日田市: lifecycle.state: 次のいずれかでなければなりません: joining、active、leaving、left（現在の値: 'Active'）。active ではありませんか。",
        ),
    ),
    Case(
        "a list where a group belongs",
        edit(HITA, "population: {count: 70685, as_of: 2010-04-01}", "population: [70685]"),
        (
            "tenants/members/hita.yaml:8:1: 日田市: population: must hold fields, one `name: value` in each line below it, two spaces further in; got a list",
        ),
        (
            "tenants/members/hita.yaml:8:1: 日田市: population: 下の行に半角空白2個で字下げし、`項目名: 値` の形で1行に一つずつ書いてください（現在の値: リスト）。",
        ),
    ),
    Case(
        "a group where a text belongs",
        edit(HITA, "prefecture: 大分県", "prefecture: {ja: 大分県}"),
        ("tenants/members/hita.yaml:7:1: 日田市: prefecture: must be text, got a group of fields",),
        (
            "tenants/members/hita.yaml:7:1: 日田市: prefecture: 文字列でなければなりません（現在の値: 項目のまとまり）。",
        ),
    ),
    Case(
        "a key that is no text",
        edit(HITA, "slug: hita", "slug: hita\n1: hita"),
        ("tenants/members/hita.yaml:5:1: 日田市: 1: must be text, got 1; put it in quotes",),
        (
            "tenants/members/hita.yaml:5:1: 日田市: 1: 文字列でなければなりません（現在の値: 1）。引用符で囲んでください。",
        ),
    ),
    Case(
        "a tag",
        edit(HITA, "slug: hita", "slug: !!binary aGl0YQ=="),
        (
            "tenants/members/hita.yaml:4:7: hita: aGl0YQ== has a meaning of its own in YAML; put text into quotation marks",
        ),
        (
            "tenants/members/hita.yaml:4:7: hita: aGl0YQ== はYAMLで特別な意味を持ちます。文字列であれば引用符で囲んでください。",
        ),
    ),
    Case(
        "a name of nothing but a full-width space",
        edit(HITA, "ja: 日田市", 'ja: "　"'),
        ("tenants/members/hita.yaml:6:8: hita: name.ja: must not be empty",),
        ("tenants/members/hita.yaml:6:8: hita: name.ja: 空にできません。値を入れてください。",),
    ),
    Case(
        "a text where a name belongs",
        edit(HITA, "ja: 日田市", f"ja: {'日田市' * 70}"),
        (
            f"tenants/members/hita.yaml:6:8: hita: name.ja: must be at most 200 characters long, got '{'日田市' * 19}日…",
        ),
        (
            f"tenants/members/hita.yaml:6:8: hita: name.ja: 200文字以内でなければなりません（現在の値: '{'日田市' * 19}日…）。",
        ),
    ),
    Case(
        "a name of two lines",
        edit(HITA, "ja: 日田市", 'ja: "日田\\n市"'),
        (
            "tenants/members/hita.yaml:6:8: 日田\\n市: name.ja: must be kanji, as in 日田市, got '日田\\n市'",
        ),
        (
            "tenants/members/hita.yaml:6:8: 日田\\n市: name.ja: 日田市 のような漢字表記 でなければなりません（現在の値: '日田\\n市'）。",
        ),
    ),
    Case(
        "a name with a terminal's sequence",
        edit(HITA, "ja: 日田市", 'ja: "\\e[31m日田市"'),
        (
            "tenants/members/hita.yaml:6:12: hita: holds a character that cannot be seen, U+001B; delete it",
        ),
        (
            "tenants/members/hita.yaml:6:12: hita: 目に見えない文字（U+001B）が含まれています。削除してください。",
        ),
    ),
    Case(
        "a name with a character of no width",
        edit(HITA, "ja: 日田市", "ja: 日\u200b田市"),
        (
            "tenants/members/hita.yaml:6:12: hita: holds a character that cannot be seen, U+200B; delete it",
        ),
        (
            "tenants/members/hita.yaml:6:12: hita: 目に見えない文字（U+200B）が含まれています。削除してください。",
        ),
    ),
    Case(
        "the same name with a space between",
        both(
            edit(HITA, "slug: hita", "slug: hita"),
            edit(USUKI, "ja: 臼杵市", "ja: 日田　市"),
        ),
        (
            "tenants/members/usuki.yaml:6:8: 日田　市: name.ja: 日田　市 of 大分県 is also in 日田市 (tenants/members/hita.yaml); keep one file",
        ),
        (
            "tenants/members/usuki.yaml:6:8: 日田　市: name.ja: 大分県日田　市 は 日田市 (tenants/members/hita.yaml) にもあります。ファイルを一つにしてください。",
        ),
    ),
)
