"""Cases of the gallery: fields and keys that are not known, and texts that a field does not take."""

from __future__ import annotations

from tests.errors.cases import CATALOGUE, HITA, PRIMARY, Case, content, edit

FIELD_CASES = (
    Case(
        "a misspelt system of a service that municipalities use",
        edit(CATALOGUE, "en: Resident record, system: core", "en: Resident record, system: cor"),
        (
            "tenants/catalogue.yaml:19:69: services.resident_record.system: cor is not known; did you mean core?",
        ),
        (
            "tenants/catalogue.yaml:19:69: services.resident_record.system: cor は登録されていません。core ではありませんか。",
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
            "tenants/members/hita.yaml:10:15: hita: a backslash between double quotation marks begins a code; use single ones",
        ),
        (
            "tenants/members/hita.yaml:10:15: hita: 二重引用符の中の円記号（バックスラッシュ）は制御記号になります。一重引用符で囲んでください。",
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
        edit(HITA, "email: ict@hita.example, phone: 0973-00-0046", "phone: unknown"),
        (
            "tenants/members/hita.yaml:15:38: 日田市: contacts.0.phone: must be digits and hyphens, as in 0973-00-0000, got 'unknown'",
        ),
        (
            "tenants/members/hita.yaml:15:38: 日田市: contacts.0.phone: 0973-00-0000 のような半角数字とハイフン でなければなりません（現在の値: 'unknown'）。",
        ),
    ),
    Case(
        "a slug with a capital",
        edit(PRIMARY, "image: kumiai-guest", "image: Kumiai-guest"),
        (
            "infra/sites/primary.yaml:12:1: 第一データセンター: image: must be 2 to 31 lower-case letters, digits and hyphens, a letter first, no hyphen last, got 'Kumiai-guest'",
        ),
        (
            "infra/sites/primary.yaml:12:1: 第一データセンター: image: 英小文字で始まりハイフンで終わらない2〜31文字の英小文字・数字・ハイフン でなければなりません（現在の値: 'Kumiai-guest'）。",
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
            "tenants/members/hita.yaml:18:3: 日田市: services.住民記録: 住民記録 is not in the catalogue; did you mean resident_record?",
        ),
        (
            "tenants/members/hita.yaml:18:3: 日田市: services.住民記録: 住民記録 は業務一覧にありません。resident_record ではありませんか。",
        ),
    ),
    Case(
        "a service with a hyphen",
        edit(HITA, "  resident_record:", "  resident-record:"),
        (
            "tenants/members/hita.yaml:18:3: 日田市: services.resident-record: resident-record is not in the catalogue; did you mean resident_record?",
        ),
        (
            "tenants/members/hita.yaml:18:3: 日田市: services.resident-record: resident-record は業務一覧にありません。resident_record ではありませんか。",
        ),
    ),
    Case(
        "a service with a space behind its name",
        edit(HITA, "  resident_record:", '  "resident_record　":'),
        (
            "tenants/members/hita.yaml:18:3: 日田市: services.resident_record　: must be written with half-width characters only; write resident_record, got 'resident_record\\u3000'",
        ),
        (
            "tenants/members/hita.yaml:18:3: 日田市: services.resident_record　: 半角文字だけで resident_record と書いてください（現在の値: 'resident_record\\u3000'）。",
        ),
    ),
)
