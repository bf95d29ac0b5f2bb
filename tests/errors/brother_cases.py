"""Cases of the gallery: brothers of known mistakes, as keyboards, spreadsheets and eras make them.

Each is one place of one member's file: what stood there, what is written, what is said.
"""

from __future__ import annotations

from tests.errors.cases import HITA, Case, edit

JOINED = "joined_on: 2012-04-01"
COUNT = "count: 70685"
NETWORK = "network: 10.64.0.0/22"
PREFECTURE = "prefecture: 大分県"
SLUG = "slug: hita"
EMAIL = "email: ict@hita.example"


def one(name: str, old: str, new: str, english: str, japanese: str) -> Case:
    return Case(name, edit(HITA, old, new), (f"{HITA}:{english}",), (f"{HITA}:{japanese}",))


BROTHER_CASES = (
    one(
        "a date of an era",
        JOINED,
        "joined_on: 令和6年4月1日",
        "13:28: 日田市: lifecycle.joined_on: must be written as 2024-04-01, got '令和6年4月1日'",
        "13:28: 日田市: lifecycle.joined_on: 2024-04-01 と書いてください（現在の値: '令和6年4月1日'）。",
    ),
    one(
        "a date with an era's letter",
        JOINED,
        "joined_on: R6.4.1",
        "13:28: 日田市: lifecycle.joined_on: must be written as 2024-04-01, got 'R6.4.1'",
        "13:28: 日田市: lifecycle.joined_on: 2024-04-01 と書いてください（現在の値: 'R6.4.1'）。",
    ),
    one(
        "a date with slashes",
        JOINED,
        "joined_on: 2024/4/1",
        "13:28: 日田市: lifecycle.joined_on: must be written as 2024-04-01, got '2024/4/1'",
        "13:28: 日田市: lifecycle.joined_on: 2024-04-01 と書いてください（現在の値: '2024/4/1'）。",
    ),
    one(
        "a year of an era for a year",
        JOINED,
        "joined_on: 0006-04-01",
        "13:28: 日田市: lifecycle.joined_on: must be a date such as 2026-04-01, got 0006-04-01",
        "13:28: 日田市: lifecycle.joined_on: 2026-04-01 のような日付でなければなりません（現在の値: 0006-04-01）。",
    ),
    one(
        "a moment for a date",
        JOINED,
        "joined_on: 2024-04-01T00:00:00+09:00",
        "13:28: 日田市: lifecycle.joined_on: must be a date such as 2026-04-01, got 2024-04-01 00:00:00+09:00",
        "13:28: 日田市: lifecycle.joined_on: 2026-04-01 のような日付でなければなりません（現在の値: 2024-04-01 00:00:00+09:00）。",
    ),
    one(
        "a date with long vowel marks",
        JOINED,
        "joined_on: 2024ー04ー01",
        "13:28: 日田市: lifecycle.joined_on: must be written with half-width characters only; write 2024-04-01, got '2024ー04ー01'",
        "13:28: 日田市: lifecycle.joined_on: 半角文字だけで 2024-04-01 と書いてください（現在の値: '2024ー04ー01'）。",
    ),
    one(
        "a comma in a number between braces",
        COUNT,
        "count: 70,685",
        "8:21: hita: a number has no comma in it; write 70685",
        "8:21: hita: 数値にコンマは使えません。70685 と書いてください。",
    ),
    one(
        "underscores in a number",
        COUNT,
        "count: 70__685",
        "8:21: hita: a number has no underscore in it; write 70685",
        "8:21: hita: 数値に下線は使えません。70685 と書いてください。",
    ),
    one(
        "an address for a network",
        NETWORK,
        "network: 10.64.0.0",
        "12:1: 日田市: network: must be a network such as 10.64.0.0/22 whose host part is zero, got '10.64.0.0'",
        "12:1: 日田市: network: 10.64.0.0/22 のようなネットワーク（ホスト部は0）でなければなりません（現在の値: '10.64.0.0'）。",
    ),
    one(
        "a network with a mask",
        NETWORK,
        "network: 10.64.0.0/255.255.252.0",
        "12:1: 日田市: network: must be a network such as 10.64.0.0/22 whose host part is zero, got '10.64.0.0/255.255.252.0'",
        "12:1: 日田市: network: 10.64.0.0/22 のようなネットワーク（ホスト部は0）でなければなりません（現在の値: '10.64.0.0/255.255.252.0'）。",
    ),
    one(
        "Japanese full stops in a network",
        NETWORK,
        "network: 10。64。0。0/22",
        "12:1: 日田市: network: must be written with half-width characters only; write 10.64.0.0/22, got '10。64。0。0/22'",
        "12:1: 日田市: network: 半角文字だけで 10.64.0.0/22 と書いてください（現在の値: '10。64。0。0/22'）。",
    ),
    one(
        "a slug that ends in a hyphen",
        SLUG,
        "slug: hita-",
        "4:1: 日田市: slug: must be 2 to 31 lower-case letters, digits and hyphens, a letter first, no hyphen last, got 'hita-'",
        "4:1: 日田市: slug: 英小文字で始まりハイフンで終わらない2〜31文字の英小文字・数字・ハイフン でなければなりません（現在の値: 'hita-'）。",
    ),
    one(
        "a name that is drawn as nothing",
        "ja: 日田市",
        'ja: "\\u3164"',
        "6:12: hita: holds a character that cannot be seen, U+3164; delete it",
        "6:12: hita: 目に見えない文字（U+3164）が含まれています。削除してください。",
    ),
    one(
        "hyphens of another kind in a telephone number",
        "phone: 0973-00-0046",
        "phone: 0973‐00‐0046",
        "15:63: 日田市: contacts.0.phone: must be written with half-width characters only; write 0973-00-0046, got '0973‐00‐0046'",
        "15:63: 日田市: contacts.0.phone: 半角文字だけで 0973-00-0046 と書いてください（現在の値: '0973‐00‐0046'）。",
    ),
    one(
        "full-width letters in an e-mail address",
        EMAIL,
        "email: ｉｃｔ@hita.example",
        "15:38: 日田市: contacts.0.email: must be written with half-width characters only; write ict@hita.example, got 'ｉｃｔ@hita.example'",
        "15:38: 日田市: contacts.0.email: 半角文字だけで ict@hita.example と書いてください（現在の値: 'ｉｃｔ@hita.example'）。",
    ),
    one(
        "an e-mail address in angle brackets",
        EMAIL,
        "email: <ict@hita.example>",
        "15:38: 日田市: contacts.0.email: must be an e-mail address, got '<ict@hita.example>'",
        "15:38: 日田市: contacts.0.email: メールアドレス でなければなりません（現在の値: '<ict@hita.example>'）。",
    ),
    one(
        "two e-mail addresses in one",
        EMAIL,
        "email: 'ict@hita.example,b@hita.example'",
        "15:38: 日田市: contacts.0.email: must be an e-mail address, got 'ict@hita.example,b@hita.example'",
        "15:38: 日田市: contacts.0.email: メールアドレス でなければなりません（現在の値: 'ict@hita.example,b@hita.example'）。",
    ),
    one(
        "a field without a name",
        SLUG,
        "~: 1\nslug: hita",
        "4:1: 日田市: ~: must be text, got nothing",
        "4:1: 日田市: ~: 文字列でなければなりません（現在の値: 空）。",
    ),
    one(
        "a date for a field's name",
        SLUG,
        "2026-01-01: 1\nslug: hita",
        "4:1: 日田市: 2026-01-01: must be text, got 2026-01-01; put it in quotes",
        "4:1: 日田市: 2026-01-01: 文字列でなければなりません（現在の値: 2026-01-01）。引用符で囲んでください。",
    ),
    one(
        "a list for a field's name",
        SLUG,
        "? [a, b]\n: 1\nslug: hita",
        "4:3: hita: a list or a group stands where a field's name should; write text",
        "4:3: hita: 項目名の位置にリストや項目のまとまりがあります。文字列を書いてください。",
    ),
    one(
        "a text that begins with an exclamation mark",
        PREFECTURE,
        "prefecture: !大分県",
        "7:13: hita: no text may begin with this sign; put it into quotation marks",
        "7:13: hita: 文字列をこの記号で始めることはできません。引用符で囲んでください。",
    ),
    one(
        "a text behind the sign for a longer text",
        PREFECTURE,
        "prefecture: |大分県",
        "7:13: hita: nothing else stands in this line behind | or >; begin the text below it",
        "7:13: hita: | や > の後には何も書けません。本文は次の行から書いてください。",
    ),
    one(
        "an order to YAML",
        SLUG,
        "%YAML 3.0\n---\nslug: hita",
        "4:1: hita: a line that begins with % gives YAML an order; delete it",
        "4:1: hita: % で始まる行はYAMLへの指示になります。削除してください。",
    ),
    one(
        "half a character's code",
        PREFECTURE,
        'prefecture: "\\ud800"',
        "7:16: hita: a backslash between double quotation marks begins a code; use single ones",
        "7:16: hita: 二重引用符の中の円記号（バックスラッシュ）は制御記号になります。一重引用符で囲んでください。",
    ),
    one(
        "a quotation mark that the sign for another document cuts off",
        PREFECTURE,
        'prefecture: "大分県\n---\nx: y',
        "7:13: hita: opens with a quotation mark that its line does not close; close it there",
        "7:13: hita: ここで始まる引用符が、同じ行で閉じられていません。行末で閉じてください。",
    ),
)
