"""Cases of the gallery about reading: values, characters and signs as keyboards and editors leave them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.errors.cases import CATALOGUE, HITA, USUKI, Case, content, edit


def both(*makes: Callable[[Path], object]) -> Callable[[Path], object]:
    def make(root: Path) -> None:
        for one in makes:
            one(root)

    return make


def within_a_folder(root: Path) -> None:
    (root / "tenants/members/oita").mkdir()
    (root / "tenants/members/oita/beppu.yaml").write_text("slug: beppu\n", encoding="utf-8")


def side_files(root: Path) -> None:
    """What Emacs, vi and macOS leave beside a file; none of them is a definition."""
    for name in ("._hita.yaml", ".#hita.yaml", ".hita.yaml.swp", "hita.yaml~", "#hita.yaml#"):
        (root / "tenants/members" / name).write_bytes(b"\x00\x05")


def newcomer(root: Path) -> None:
    """A file that is read before the one it was copied from, and joined after it."""
    text = (root / USUKI).read_text(encoding="utf-8")
    text = text.replace("slug: usuki", "slug: beppu").replace(
        "joined_on: 2012-04-01", "joined_on: 2026-04-01"
    )
    (root / "tenants/members/beppu.yaml").write_text(text, encoding="utf-8")


READING_CASES = (
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
            "tenants/members/hita.yaml:17:21: 日田市: services.resident_record.state: must be one of in_use, stopped, retired, got nothing",
        ),
        (
            "tenants/members/hita.yaml:17:21: 日田市: services.resident_record.state: 次のいずれかでなければなりません: in_use, stopped, retired（現在の値: 空）。",
        ),
    ),
    Case(
        "a list where a group belongs",
        edit(HITA, "population: {count: 70685, as_of: 2010-04-01}", "population: [70685]"),
        (
            "tenants/members/hita.yaml:8:1: 日田市: population: must be a group of fields, got a list",
        ),
        (
            "tenants/members/hita.yaml:8:1: 日田市: population: 項目のまとまりでなければなりません（現在の値: リスト）。",
        ),
    ),
    Case(
        "a group where a text belongs",
        edit(HITA, "prefecture: 大分県", "prefecture: {ja: 大分県}"),
        (
            "tenants/members/hita.yaml:7:1: 日田市: prefecture: must be text, got a group of fields; put it in quotes",
        ),
        (
            "tenants/members/hita.yaml:7:1: 日田市: prefecture: 文字列でなければなりません（現在の値: 項目のまとまり）。引用符で囲んでください。",
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
    Case(
        "full-width indentation",
        edit(HITA, "  resident_record:", "　resident_record:"),
        (
            "tenants/members/hita.yaml:17:1: hita: begins with a full-width space, where only half-width spaces may stand; indent with those",
        ),
        (
            "tenants/members/hita.yaml:17:1: hita: 行の先頭に全角空白があります。半角空白で字下げしてください。",
        ),
    ),
    Case(
        "no-break spaces as indentation",
        edit(HITA, "  resident_record:", "\u00a0\u00a0resident_record:"),
        (
            "tenants/members/hita.yaml:17:1: hita: begins with a no-break space, where only half-width spaces may stand; indent with those",
        ),
        (
            "tenants/members/hita.yaml:17:1: hita: 行の先頭に改行禁止の空白（NBSP）があります。半角空白で字下げしてください。",
        ),
    ),
    Case(
        "an em space as indentation",
        edit(HITA, "  resident_record:", "  \u2003resident_record:"),
        (
            "tenants/members/hita.yaml:17:3: hita: begins with a space of another width, where only half-width spaces may stand; indent with those",
        ),
        (
            "tenants/members/hita.yaml:17:3: hita: 行の先頭に幅の異なる空白があります。半角空白で字下げしてください。",
        ),
    ),
    Case(
        "full-width indentation in a file that is no YAML",
        edit(HITA, "  resident_record:", "　- resident_record:\n　　- a: b: c"),
        (
            "tenants/members/hita.yaml:17:1: hita: begins with a full-width space, where only half-width spaces may stand; indent with those",
        ),
        (
            "tenants/members/hita.yaml:17:1: hita: 行の先頭に全角空白があります。半角空白で字下げしてください。",
        ),
    ),
    Case(
        "a full-width colon",
        edit(HITA, "home_site: primary", "home_site：primary"),
        ("tenants/members/hita.yaml:10:10: hita: ： is full-width here; write it half-width: :",),
        (
            "tenants/members/hita.yaml:10:10: hita: ここの「：」は全角です。半角の「:」で書いてください。",
        ),
    ),
    Case(
        "a full-width colon within braces",
        edit(HITA, "population: {count: 70685", "population: {count：70685"),
        ("tenants/members/hita.yaml:8:19: hita: ： is full-width here; write it half-width: :",),
        (
            "tenants/members/hita.yaml:8:19: hita: ここの「：」は全角です。半角の「:」で書いてください。",
        ),
    ),
    Case(
        "a full-width comma within braces",
        edit(HITA, "{count: 70685, as_of", "{count: 70685，as_of"),
        ("tenants/members/hita.yaml:8:26: hita: ， is full-width here; write it half-width: ,",),
        (
            "tenants/members/hita.yaml:8:26: hita: ここの「，」は全角です。半角の「,」で書いてください。",
        ),
    ),
    Case(
        "a quotation mark that is not closed",
        edit(HITA, 'code: "442046"', 'code: "442046'),
        (
            "tenants/members/hita.yaml:5:7: hita: opens with a quotation mark that its line does not close; close it there",
        ),
        (
            "tenants/members/hita.yaml:5:7: hita: ここで始まる引用符が、同じ行で閉じられていません。行末で閉じてください。",
        ),
    ),
    Case(
        "a quotation mark that another one closes lines below",
        edit(HITA, "slug: hita", "slug: 'hita\ncode: '442046'\nstaff: '"),
        (
            "tenants/members/hita.yaml:4:7: hita: opens with a quotation mark that its line does not close; close it there",
        ),
        (
            "tenants/members/hita.yaml:4:7: hita: ここで始まる引用符が、同じ行で閉じられていません。行末で閉じてください。",
        ),
    ),
    Case(
        "a quotation mark that nothing closes",
        edit(HITA, "prefecture: 大分県", "prefecture: '大分県"),
        (
            "tenants/members/hita.yaml:7:13: hita: opens with a quotation mark that its line does not close; close it there",
        ),
        (
            "tenants/members/hita.yaml:7:13: hita: ここで始まる引用符が、同じ行で閉じられていません。行末で閉じてください。",
        ),
    ),
    Case(
        "no colon",
        edit(HITA, "home_site: primary", "home_site primary"),
        (
            "tenants/members/hita.yaml:10:1: hita: has no colon and space behind the field's name; add them",
        ),
        (
            "tenants/members/hita.yaml:10:1: hita: 項目名の後に半角のコロンと空白がありません。追加してください。",
        ),
    ),
    Case(
        "two colons in a line",
        edit(HITA, "home_site: primary", "home_site: primary: remote"),
        (
            "tenants/members/hita.yaml:10:19: hita: this colon does not fit: the line is indented too far, or a text with a colon has no quotation marks",
        ),
        (
            "tenants/members/hita.yaml:10:19: hita: ここにコロンは置けません。字下げが深すぎるか、コロンを含む文字列に引用符がありません。",
        ),
    ),
    Case(
        "a line that is indented by itself",
        edit(HITA, "home_site: primary", " home_site: primary"),
        (
            "tenants/members/hita.yaml:10:2: hita: is not indented like the lines that it belongs to; compare with those",
        ),
        (
            "tenants/members/hita.yaml:10:2: hita: 字下げが前後の行とそろっていません。前後の行と見比べてください。",
        ),
    ),
    Case(
        "a sign that begins no text",
        edit(HITA, "home_site: primary", "home_site: @primary"),
        (
            "tenants/members/hita.yaml:10:12: hita: no text may begin with this sign; put it into quotation marks",
        ),
        (
            "tenants/members/hita.yaml:10:12: hita: 文字列をこの記号で始めることはできません。引用符で囲んでください。",
        ),
    ),
    Case(
        "an asterisk before a text",
        edit(HITA, "home_site: primary", "home_site: *primary"),
        (
            "tenants/members/hita.yaml:10:12: hita: no text may begin with this sign; put it into quotation marks",
        ),
        (
            "tenants/members/hita.yaml:10:12: hita: 文字列をこの記号で始めることはできません。引用符で囲んでください。",
        ),
    ),
    Case(
        "an asterisk alone",
        edit(HITA, "home_site: primary", "home_site: *"),
        (
            "tenants/members/hita.yaml:10:12: hita: no text may begin with this sign; put it into quotation marks",
        ),
        (
            "tenants/members/hita.yaml:10:12: hita: 文字列をこの記号で始めることはできません。引用符で囲んでください。",
        ),
    ),
    Case(
        "a backslash",
        edit(HITA, "home_site: primary", 'home_site: "C:\\primary"'),
        (
            "tenants/members/hita.yaml:10:15: hita: a backslash between double quotation marks begins a code; use single ones",
        ),
        (
            "tenants/members/hita.yaml:10:15: hita: 二重引用符の中の円記号（バックスラッシュ）は制御記号になります。一重引用符で囲んでください。",
        ),
    ),
    Case(
        "a second document",
        edit(HITA, "home_site: primary", "---\nhome_site: primary"),
        (
            "tenants/members/hita.yaml:10:1: hita: a second document begins here; one file holds one",
        ),
        (
            "tenants/members/hita.yaml:10:1: hita: ここから二つ目の文書が始まっています。一つのファイルに書ける文書は一つです。",
        ),
    ),
    Case(
        "a bracket that closes nothing",
        edit(HITA, "home_site: primary", "home_site: primary\n]"),
        (
            "tenants/members/hita.yaml:11:1: hita: is not indented like the lines that it belongs to; compare with those",
        ),
        (
            "tenants/members/hita.yaml:11:1: hita: 字下げが前後の行とそろっていません。前後の行と見比べてください。",
        ),
    ),
    Case(
        "a comma before nothing",
        edit(HITA, "home_site: primary", "home_site: [,]"),
        (
            "tenants/members/hita.yaml:10:13: hita: something is missing before this sign; compare with another file",
        ),
        (
            "tenants/members/hita.yaml:10:13: hita: この記号の前に足りないものがあります。他のファイルと見比べてください。",
        ),
    ),
    Case(
        "a field in the wrong group",
        edit(
            HITA,
            "lifecycle: {state: active, joined_on: ",
            "joined_on: 2010-04-01\nlifecycle: {state: active} # ",
        ),
        (
            "tenants/members/hita.yaml:13:1: 日田市: joined_on: belongs to lifecycle; check the indentation",
        ),
        (
            "tenants/members/hita.yaml:13:1: 日田市: joined_on: lifecycle の項目です。字下げを確かめてください。",
        ),
    ),
    Case(
        "a field of the whole file within a group",
        edit(HITA, "prefecture: 大分県\npopulation: {", "population: {prefecture: 大分県, "),
        (
            "tenants/members/hita.yaml:7:14: 日田市: population.prefecture: belongs to the whole file; check the indentation",
        ),
        (
            "tenants/members/hita.yaml:7:14: 日田市: population.prefecture: ファイル全体 の項目です。字下げを確かめてください。",
        ),
    ),
    Case(
        "a misspelt field",
        edit(HITA, "home_site: primary", "homesite: primary"),
        (
            "tenants/members/hita.yaml:10:1: 日田市: homesite: is not a known field; did you mean home_site?",
        ),
        (
            "tenants/members/hita.yaml:10:1: 日田市: homesite: この項目はありません。home_site ではありませんか。",
        ),
    ),
    Case(
        "a contact with a wrong address",
        edit(HITA, "email: ict@hita.example", "email: ict.hita.example"),
        (
            "tenants/members/hita.yaml:15:38: 日田市: contacts.0.email: must be an e-mail address, got 'ict.hita.example'",
        ),
        (
            "tenants/members/hita.yaml:15:38: 日田市: contacts.0.email: メールアドレス でなければなりません（現在の値: 'ict.hita.example'）。",
        ),
    ),
    Case(
        "a list that begins beside its name",
        edit(HITA, "home_site: primary", "home_site: - primary"),
        (
            "tenants/members/hita.yaml:10:12: hita: a list cannot begin here; write each entry in a line of its own below",
        ),
        (
            "tenants/members/hita.yaml:10:12: hita: ここからリストを始めることはできません。下の行に1件ずつ書いてください。",
        ),
    ),
    Case(
        "a directive of YAML",
        content(HITA, b"%YAML 1.1\nslug: hita\n"),
        (
            "tenants/members/hita.yaml:2:1: hita: does not belong to what stands before it; compare with another file",
        ),
        (
            "tenants/members/hita.yaml:2:1: hita: 前の内容とつながっていません。他のファイルと見比べてください。",
        ),
    ),
    Case(
        "a code of no prefecture",
        edit(HITA, 'code: "442046"', 'code: "990001"'),
        (
            "tenants/members/hita.yaml:7:1: 日田市: prefecture: is 大分県, but the code 990001 is one of no prefecture; correct one of the two",
        ),
        (
            "tenants/members/hita.yaml:7:1: 日田市: prefecture: 大分県 とありますが、団体コード 990001 はどの都道府県でもない番号のものです。どちらかを訂正してください。",
        ),
    ),
    Case(
        "a code that is none",
        edit(HITA, "home_site: primary", 'home_site: "\\xZZ"'),
        (
            "tenants/members/hita.yaml:10:15: hita: is not valid YAML here: did not find expected hexdecimal number; compare with another file",
        ),
        (
            "tenants/members/hita.yaml:10:15: hita: ここはYAMLとして読めません。他のファイルと見比べてください。",
        ),
    ),
    Case(
        "a character that is none",
        content(HITA, b"slug: hita\xef\xbf\xbf\n"),
        (
            "tenants/members/hita.yaml:1:11: hita: holds a character that no text file may hold; delete it",
        ),
        (
            "tenants/members/hita.yaml:1:11: hita: テキストに使えない文字が含まれています。削除してください。",
        ),
    ),
    Case(
        "a text in curly quotation marks",
        edit(HITA, '"442046"', "“442046”"),
        (
            "tenants/members/hita.yaml:5:1: 日田市: code: must be written with half-width characters only; write 442046, got '“442046”'",
        ),
        (
            "tenants/members/hita.yaml:5:1: 日田市: code: 半角文字だけで 442046 と書いてください（現在の値: '“442046”'）。",
        ),
    ),
    Case(
        "a kana in kanji",
        edit(HITA, "kana: ひたし", "kana: 日田市"),
        (
            "tenants/members/hita.yaml:6:17: 日田市: name.kana: must be hiragana, as in ひたし, got '日田市'",
        ),
        (
            "tenants/members/hita.yaml:6:17: 日田市: name.kana: ひたし のようなひらがな でなければなりません（現在の値: '日田市'）。",
        ),
    ),
    Case(
        "an English name in kanji",
        edit(HITA, "en: Hita City", "en: 日田市"),
        (
            "tenants/members/hita.yaml:6:28: 日田市: name.en: must be Latin letters, as in Hita City, got '日田市'",
        ),
        (
            "tenants/members/hita.yaml:6:28: 日田市: name.en: 「Hita City」のようなローマ字 でなければなりません（現在の値: '日田市'）。",
        ),
    ),
    Case(
        "a telephone number in words",
        edit(HITA, "email: ict@hita.example", "phone: unknown"),
        (
            "tenants/members/hita.yaml:15:38: 日田市: contacts.0.phone: must be digits and hyphens, as in 0973-00-0000, got 'unknown'",
        ),
        (
            "tenants/members/hita.yaml:15:38: 日田市: contacts.0.phone: 0973-00-0000 のような半角数字とハイフン でなければなりません（現在の値: 'unknown'）。",
        ),
    ),
    Case(
        "a slug with a capital",
        edit(HITA, "home_site: primary", "home_site: Primary"),
        (
            "tenants/members/hita.yaml:10:1: 日田市: home_site: must be 2 to 31 lower-case letters, digits and hyphens, a letter first, got 'Primary'",
        ),
        (
            "tenants/members/hita.yaml:10:1: 日田市: home_site: 英小文字で始まる2〜31文字の英小文字・数字・ハイフン でなければなりません（現在の値: 'Primary'）。",
        ),
    ),
    Case(
        "a catalogue key with a hyphen",
        edit(CATALOGUE, "\n  resident_record:", "\n  resident-record:"),
        (
            "tenants/catalogue.yaml:19:3: services.resident-record: must be 2 to 48 lower-case letters, digits and underscores, a letter first, got 'resident-record'",
        ),
        (
            "tenants/catalogue.yaml:19:3: services.resident-record: 英小文字で始まる2〜48文字の英小文字・数字・下線 でなければなりません（現在の値: 'resident-record'）。",
        ),
    ),
    Case(
        "a service by its Japanese name",
        edit(HITA, "  resident_record:", "  住民記録:"),
        (
            "tenants/members/hita.yaml:17:3: 日田市: services.住民記録: 住民記録 is not in the catalogue; did you mean resident_record?",
        ),
        (
            "tenants/members/hita.yaml:17:3: 日田市: services.住民記録: 住民記録 は業務一覧にありません。resident_record ではありませんか。",
        ),
    ),
    Case(
        "a service with a hyphen",
        edit(HITA, "  resident_record:", "  resident-record:"),
        (
            "tenants/members/hita.yaml:17:3: 日田市: services.resident-record: resident-record is not in the catalogue; did you mean resident_record?",
        ),
        (
            "tenants/members/hita.yaml:17:3: 日田市: services.resident-record: resident-record は業務一覧にありません。resident_record ではありませんか。",
        ),
    ),
    Case(
        "a file that ends in .yml",
        content("tenants/members/beppu.yml", b"slug: beppu\n"),
        (
            "tenants/members/beppu.yml:1:1: beppu: is not read, for its name does not end in .yaml; rename it to beppu.yaml or delete it",
        ),
        (
            "tenants/members/beppu.yml:1:1: beppu: ファイル名が .yaml で終わらないため読み込まれません。beppu.yaml に変えるか、削除してください。",
        ),
    ),
    Case(
        "a file that ends in .yaml.txt",
        content("licensing/rules/mine.yaml.txt", b"id: mine\n"),
        (
            "licensing/rules/mine.yaml.txt:1:1: mine: is not read, for its name does not end in .yaml; rename it to mine.yaml or delete it",
        ),
        (
            "licensing/rules/mine.yaml.txt:1:1: mine: ファイル名が .yaml で終わらないため読み込まれません。mine.yaml に変えるか、削除してください。",
        ),
    ),
    Case(
        "a folder within the folder",
        within_a_folder,
        (
            "tenants/members/oita:1:1: is a folder, whose files are not read; move them to tenants/members",
        ),
        (
            "tenants/members/oita:1:1: フォルダーの中のファイルは読み込まれません。tenants/members に移してください。",
        ),
    ),
    Case(
        "an editor's side files",
        side_files,
        (),
        (),
    ),
    Case(
        "an empty member file with a comment only",
        content(HITA, b"# hita\n"),
        (
            "tenants/members/hita.yaml:1:1: hita: is empty; `kumiai member new` writes a file to start from",
        ),
        (
            "tenants/members/hita.yaml:1:1: hita: 空のファイルです。`kumiai member new` でひな形を作成できます。",
        ),
    ),
    Case(
        "a newcomer with the code, name and network of another",
        newcomer,
        (
            "tenants/members/beppu.yaml:5:1: 臼杵市: code: 442062 is also the code of 臼杵市 (tenants/members/usuki.yaml); one of the two is wrong",
            "tenants/members/beppu.yaml:6:8: 臼杵市: name.ja: 臼杵市 of 大分県 is also in 臼杵市 (tenants/members/usuki.yaml); keep one file",
            "tenants/members/beppu.yaml:12:1: 臼杵市: network: 10.64.4.0/22 overlaps 10.64.4.0/22 of 臼杵市 (tenants/members/usuki.yaml); give one of them another network",
        ),
        (
            "tenants/members/beppu.yaml:5:1: 臼杵市: code: 団体コード 442062 は 臼杵市 (tenants/members/usuki.yaml) と重複しています。どちらかを訂正してください。",
            "tenants/members/beppu.yaml:6:8: 臼杵市: name.ja: 大分県臼杵市 は 臼杵市 (tenants/members/usuki.yaml) にもあります。ファイルを一つにしてください。",
            "tenants/members/beppu.yaml:12:1: 臼杵市: network: 10.64.4.0/22 は 臼杵市 (tenants/members/usuki.yaml) の 10.64.4.0/22 と重複しています。どちらかに別のネットワークを割り当ててください。",
        ),
    ),
    Case(
        "a service with a space behind its name",
        edit(HITA, "  resident_record:", '  "resident_record　":'),
        (
            "tenants/members/hita.yaml:17:3: 日田市: services.resident_record　: must be written with half-width characters only; write resident_record, got 'resident_record\\u3000'",
        ),
        (
            "tenants/members/hita.yaml:17:3: 日田市: services.resident_record　: 半角文字だけで resident_record と書いてください（現在の値: 'resident_record\\u3000'）。",
        ),
    ),
)
