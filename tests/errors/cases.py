"""The cases of the gallery: what is changed in the shipped files, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from infra.stacks.unasked import Stack

HITA = "tenants/members/hita.yaml"
USUKI = "tenants/members/usuki.yaml"
CATALOGUE = "tenants/catalogue.yaml"
CONSORTIUM = "tenants/consortium.yaml"
PLACEMENT = "tenants/placement.yaml"
PRIMARY = "infra/sites/primary.yaml"


@dataclass(frozen=True)
class Case:
    """One mistake. `make` changes a copy of the shipped files; `stacks` are Pulumi's."""

    name: str
    make: Callable[[Path], object]
    english: tuple[str, ...]
    japanese: tuple[str, ...]
    stacks: tuple[Stack, ...] = ()


def edit(file: str, old: str, new: str) -> Callable[[Path], object]:
    """Replace the first `old` in `file`; it must be there."""

    def make(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{old!r} is not in {file}")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return make


def content(file: str, data: bytes) -> Callable[[Path], object]:
    """Put `data` into `file`."""
    return lambda root: (root / file).write_bytes(data)


def folder_instead_of(file: str) -> Callable[[Path], object]:
    def make(root: Path) -> None:
        (root / file).unlink()
        (root / file).mkdir()

    return make


def many_systems(root: Path) -> None:
    """Ten systems more than the five that are shipped."""
    tier = "{address_place: 1, boot_gib: 2, boot_type: standard, sizes: [{from_population: 0, servers: 1, flavor: small}]}"
    more = "".join(
        f"  more{number}: {{ja: 追加, en: More, tiers: {{app: {tier}}}}}\n" for number in range(10)
    )
    edit(CATALOGUE, "\nsoftware:\n", f"{more}\nsoftware:\n")(root)


CASES = (
    Case(
        "a tab",
        edit(HITA, "  resident_record:", "\tresident_record:"),
        (
            "tenants/members/hita.yaml:18:1: hita: a tab stands where only spaces may; indent with two spaces",
        ),
        (
            "tenants/members/hita.yaml:18:1: hita: 空白でなければならない所にタブがあります。半角空白2個で字下げしてください。",
        ),
    ),
    Case(
        "a control character",
        content(HITA, b"slug: hita\x01\n"),
        (
            "tenants/members/hita.yaml:1:11: hita: holds a character that cannot be seen, U+0001; delete it",
        ),
        (
            "tenants/members/hita.yaml:1:11: hita: 目に見えない文字（U+0001）が含まれています。削除してください。",
        ),
    ),
    Case(
        "an open bracket",
        edit(HITA, "en: Hita City}", "en: Hita City"),
        (
            "tenants/members/hita.yaml:6:7: hita: opens a bracket that is not closed, or a comma is missing behind it",
        ),
        (
            "tenants/members/hita.yaml:6:7: hita: この括弧が閉じられていないか、この後にコンマがありません。",
        ),
    ),
    Case(
        "a file of ten megabytes",
        content(HITA, b"#" * 10_000_000),
        (
            "tenants/members/hita.yaml:1:1: hita: is larger than any file of this kind, got 10000000 bytes; at most 1000000 are read, remove what does not belong here",
        ),
        (
            "tenants/members/hita.yaml:1:1: hita: ファイルが大きすぎます（10000000バイト）。上限は1000000バイトです。不要な内容を削除してください。",
        ),
    ),
    Case(
        "an empty file",
        content(HITA, b""),
        (
            "tenants/members/hita.yaml:1:1: hita: is empty; `kumiai member new` writes a file to start from",
        ),
        (
            "tenants/members/hita.yaml:1:1: hita: 空のファイルです。`kumiai member new` でひな形を作成できます。",
        ),
    ),
    Case(
        "a folder instead of a file",
        folder_instead_of(HITA),
        ("tenants/members/hita.yaml:1:1: hita: cannot be read: Is a directory",),
        ("tenants/members/hita.yaml:1:1: hita: 読み込めません（フォルダです）。",),
    ),
    Case(
        "Shift_JIS",
        content(HITA, "slug: hita\n# 日田市\n".encode("shift_jis")),
        (
            "tenants/members/hita.yaml:2:3: hita: is not UTF-8 text; save the file with the encoding UTF-8",
        ),
        (
            "tenants/members/hita.yaml:2:3: hita: UTF-8の文字ではありません。文字コードをUTF-8にして保存してください。",
        ),
    ),
    Case(
        "a workbook under the name of a definition",
        content(HITA, b"PK\x03\x04\x14\x00\x06\x00"),
        (
            "tenants/members/hita.yaml:1:1: hita: is a workbook or another packed file, and no text; write what it says in a text editor, and save that",
        ),
        (
            "tenants/members/hita.yaml:1:1: hita: 表計算ソフトなどのファイルで、文字だけのファイルではありません。内容をテキストエディタで書き、そのファイルを保存してください。",
        ),
    ),
    Case(
        "deep nesting",
        content(HITA, b"a: " + b"[" * 50_000),
        ("tenants/members/hita.yaml:1:1: hita: is nested too deeply; write it flatter",),
        ("tenants/members/hita.yaml:1:1: hita: 入れ子が深すぎます。階層を浅くしてください。",),
    ),
    Case(
        "an alias",
        edit(
            HITA,
            "population: {count: 70685, as_of: 2010-04-01}\nstaff: {count: 669, as_of: 2010-04-01}",
            "population: &p {count: 70685, as_of: 2010-04-01}\nstaff: *p",
        ),
        (
            "tenants/members/hita.yaml:8:13: hita: is used a second time by an alias; write it out there",
        ),
        (
            "tenants/members/hita.yaml:8:13: hita: 別名（エイリアス）で再び使われています。その場所に内容を書いてください。",
        ),
    ),
    Case(
        "a key that stands twice",
        edit(HITA, "slug: hita", "slug: hita\nslug: hita"),
        ("tenants/members/hita.yaml:5:1: hita: slug stands twice, first in line 4; remove one",),
        (
            "tenants/members/hita.yaml:5:1: hita: slug が2回書かれています（最初は4行目）。どちらかを削除してください。",
        ),
    ),
    Case(
        "no without quotation marks",
        edit(HITA, "network_model: alpha", "network_model: no"),
        (
            'tenants/members/hita.yaml:11:16: hita: no without quotation marks would be read as something else; write "no"',
        ),
        (
            'tenants/members/hita.yaml:11:16: hita: 引用符のない no は別の値として読まれます。"no" と書いてください。',
        ),
    ),
    Case(
        "a code with a leading zero without quotation marks",
        edit(HITA, 'code: "442046"', "code: 012050"),
        (
            'tenants/members/hita.yaml:5:7: hita: 012050 without quotation marks would be read as something else; write "012050"',
        ),
        (
            'tenants/members/hita.yaml:5:7: hita: 引用符のない 012050 は別の値として読まれます。"012050" と書いてください。',
        ),
    ),
    Case(
        "a time without quotation marks",
        edit(HITA, "as_of: 2010-04-01", "as_of: 1:30"),
        (
            'tenants/members/hita.yaml:8:35: hita: 1:30 without quotation marks would be read as something else; write "1:30"',
        ),
        (
            'tenants/members/hita.yaml:8:35: hita: 引用符のない 1:30 は別の値として読まれます。"1:30" と書いてください。',
        ),
    ),
    Case(
        "an unknown field",
        edit(HITA, "prefecture: 大分県", "prefecture: 大分県\nprefectures: 大分県"),
        (
            "tenants/members/hita.yaml:8:1: 日田市: prefectures: is not a known field; did you mean prefecture?",
        ),
        (
            "tenants/members/hita.yaml:8:1: 日田市: prefectures: この項目はありません。prefecture ではありませんか。",
        ),
    ),
    Case(
        "a field that nothing resembles",
        edit(HITA, "{count: 669,", "{count: 669, zzz: 1,"),
        (
            "tenants/members/hita.yaml:9:21: 日田市: staff.zzz: is not a known field; known here: as_of, count",
        ),
        (
            "tenants/members/hita.yaml:9:21: 日田市: staff.zzz: この項目はありません。ここに書ける項目: as_of、count",
        ),
    ),
    Case(
        "a slug in capitals",
        edit(HITA, "slug: hita", "slug: Hita"),
        (
            "tenants/members/hita.yaml:4:1: 日田市: slug: must be 2 to 31 lower-case letters, digits and hyphens, a letter first, no hyphen last, got 'Hita'",
        ),
        (
            "tenants/members/hita.yaml:4:1: 日田市: slug: 英小文字で始まりハイフンで終わらない2〜31文字の英小文字・数字・ハイフン でなければなりません（現在の値: 'Hita'）。",
        ),
    ),
    Case(
        "a code that is a number",
        edit(HITA, '"442046"', "442046"),
        (
            "tenants/members/hita.yaml:5:1: 日田市: code: must be text, got 442046; put it in quotes",
        ),
        (
            "tenants/members/hita.yaml:5:1: 日田市: code: 文字列でなければなりません（現在の値: 442046）。引用符で囲んでください。",
        ),
    ),
    Case(
        "an empty name",
        edit(HITA, "ja: 日田市", "ja: ''"),
        ("tenants/members/hita.yaml:6:8: hita: name.ja: must not be empty",),
        ("tenants/members/hita.yaml:6:8: hita: name.ja: 空にできません。値を入れてください。",),
    ),
    Case(
        "a population in words",
        edit(HITA, "count: 70685", "count: many"),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: must be a whole number, got 'many'",
        ),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: 整数でなければなりません（現在の値: 'many'）。",
        ),
    ),
    Case(
        "a population of nobody",
        edit(HITA, "count: 70685", "count: 0"),
        ("tenants/members/hita.yaml:8:14: 日田市: population.count: must be more than 0, got 0",),
        (
            "tenants/members/hita.yaml:8:14: 日田市: population.count: 0 より大きくなければなりません（現在の値: 0）。",
        ),
    ),
    Case(
        "a size below the smallest",
        edit(
            CATALOGUE,
            "gib: 2, gib_per_10000_people: 1, type: fast",
            "gib: 2, gib_per_10000_people: -1, type: fast",
        ),
        (
            "tenants/catalogue.yaml:95:26: systems.core.tiers.db.volumes.data.gib_per_10000_people: must be at least 0, got -1",
        ),
        (
            "tenants/catalogue.yaml:95:26: systems.core.tiers.db.volumes.data.gib_per_10000_people: 0 以上でなければなりません（現在の値: -1）。",
        ),
    ),
    Case(
        "a month that does not exist",
        edit(HITA, "months: [2, 3, 6]", "months: [2, 3, 13]"),
        (
            "tenants/members/hita.yaml:25:34: 日田市: services.individual_resident_tax.busy_season.months.2: must be at most 12, got 13",
        ),
        (
            "tenants/members/hita.yaml:25:34: 日田市: services.individual_resident_tax.busy_season.months.2: 12 以下でなければなりません（現在の値: 13）。",
        ),
    ),
    Case(
        "a number where fields belong",
        edit(HITA, "population: {count: 70685, as_of: 2010-04-01}", "population: 70685"),
        (
            "tenants/members/hita.yaml:8:1: 日田市: population: must hold fields, one `name: value` in each line below it, two spaces further in; got 70685",
        ),
        (
            "tenants/members/hita.yaml:8:1: 日田市: population: 下の行に半角空白2個で字下げし、`項目名: 値` の形で1行に一つずつ書いてください（現在の値: 70685）。",
        ),
    ),
    Case(
        "a word where a list belongs",
        edit(HITA, "months: [2, 3, 6]", "months: March"),
        (
            "tenants/members/hita.yaml:25:19: 日田市: services.individual_resident_tax.busy_season.months: must be a list, one `- entry` in each line below it; got 'March'",
        ),
        (
            "tenants/members/hita.yaml:25:19: 日田市: services.individual_resident_tax.busy_season.months: 一覧でなければなりません。下の行に `- 値` の形で1行に一つずつ書いてください（現在の値: 'March'）。",
        ),
    ),
    Case(
        "no contact at all",
        edit(
            HITA,
            "contacts:\n"
            "  - {role: ict_section, name: 情報主管課, email: ict@hita.example, phone: 0973-00-0046}\n"
            "  - {role: business_section, name: 業務原課, email: business@hita.example, phone: 0973-00-1046}",
            "contacts: []",
        ),
        ("tenants/members/hita.yaml:14:1: 日田市: contacts: needs at least 1 entries",),
        ("tenants/members/hita.yaml:14:1: 日田市: contacts: 1 件以上必要です。",),
    ),
    Case(
        "a day that does not exist",
        edit(HITA, "joined_on: 2012-04-01", "joined_on: soon"),
        (
            "tenants/members/hita.yaml:13:28: 日田市: lifecycle.joined_on: must be a date such as 2026-04-01, got 'soon'",
        ),
        (
            "tenants/members/hita.yaml:13:28: 日田市: lifecycle.joined_on: 2026-04-01 のような日付でなければなりません（現在の値: 'soon'）。",
        ),
    ),
    Case(
        "a network with a host part",
        edit(HITA, "10.64.0.0/22", "10.64.0.1/22"),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: must be a network such as 10.64.0.0/22 whose host part is zero, got '10.64.0.1/22'",
        ),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: 10.64.0.0/22 のようなネットワーク（ホスト部は0）でなければなりません（現在の値: '10.64.0.1/22'）。",
        ),
    ),
    Case(
        "a missing field",
        edit(HITA, "prefecture: 大分県\n", ""),
        ("tenants/members/hita.yaml:4:1: 日田市: prefecture: is missing; add it",),
        ("tenants/members/hita.yaml:4:1: 日田市: prefecture: がありません。追加してください。",),
    ),
    Case(
        "an unknown network model",
        edit(HITA, "network_model: alpha", "network_model: gamma"),
        (
            "tenants/members/hita.yaml:11:1: 日田市: network_model: must be one of alpha, alpha_dash, beta, beta_dash, got 'gamma'",
        ),
        (
            "tenants/members/hita.yaml:11:1: 日田市: network_model: 次のいずれかでなければなりません: alpha、alpha_dash、beta、beta_dash（現在の値: 'gamma'）。",
        ),
    ),
    Case(
        "a site without room",
        edit(PRIMARY, "storage_gib: 20000", "storage_gib: 100"),
        (
            "infra/sites/primary.yaml:23:1: 第一データセンター: storage_gib: 10 municipalities need 331 GiB here when they all run here, and there are 100; add hosts or storage",
        ),
        (
            "infra/sites/primary.yaml:23:1: 第一データセンター: storage_gib: 10団体すべてがここで稼働すると 331 GiB が必要ですが、100 しかありません。ホストまたは記憶領域を増設してください。",
        ),
    ),
    Case(
        "an unknown flavor",
        edit(
            CATALOGUE,
            "{from_population: 0, servers: 1, flavor: medium}",
            "{from_population: 0, servers: 1, flavor: huge}",
        ),
        (
            "tenants/catalogue.yaml:92:13: systems.core.tiers.db.sizes.0: huge is not known; known here: large, medium, small",
        ),
        (
            "tenants/catalogue.yaml:92:13: systems.core.tiers.db.sizes.0: huge は登録されていません。登録済み: large、medium、small",
        ),
    ),
    Case(
        "too many systems",
        many_systems,
        (
            "tenants/catalogue.yaml:66:1: systems: there are 15 systems, and a zone's network has room for 14; join systems that belong together",
        ),
        (
            "tenants/catalogue.yaml:66:1: systems: システムが15件ありますが、領域のネットワークには14件までしか収容できません。まとめられるシステムを統合してください。",
        ),
    ),
    Case(
        "too many tiers",
        edit(
            CATALOGUE,
            "    containers: [forms]",
            "      extra: {boot_gib: 2, boot_type: standard, sizes: [{from_population: 0, servers: 1, flavor: small}]}\n    containers: [forms]",
        ),
        (
            "tenants/catalogue.yaml:71:5: systems.core.tiers: there are 3 tiers, and a system has room for 2",
        ),
        (
            "tenants/catalogue.yaml:71:5: systems.core.tiers: 階層が3件ありますが、一つのシステムには2件までです。",
        ),
    ),
    Case(
        "an alias for nothing",
        edit(CATALOGUE, "取納: 収納", "取納: 取り立て"),
        (
            "tenants/catalogue.yaml:208:3: aliases.取納: 取り立て is the name of no service; correct it",
        ),
        (
            "tenants/catalogue.yaml:208:3: aliases.取納: 取り立て という名前の業務サービスはありません。訂正してください。",
        ),
    ),
    Case(
        "too many servers in a tier",
        edit(
            CATALOGUE,
            "{from_population: 100000, servers: 2, flavor: medium}",
            "{from_population: 100000, servers: 9, flavor: medium}",
        ),
        (
            "tenants/catalogue.yaml:81:13: systems.core.tiers.app.sizes.2: 9 servers are asked for, and a tier has room for 8",
        ),
        (
            "tenants/catalogue.yaml:81:13: systems.core.tiers.app.sizes.2: サーバ9台が指定されていますが、一つの階層には8台までです。",
        ),
    ),
    Case(
        "an offer across mynumber and internet",
        edit(
            CATALOGUE,
            "port: 8443, to: [welfare.app, livelihood.app]",
            "port: 8443, to: [document.app]",
        ),
        (
            "tenants/catalogue.yaml:85:13: systems.core.tiers.app.offers.1: document.app would reach from one of mynumber and internet into the other (network model beta_dash), for which there is no exception; remove it",
        ),
        (
            "tenants/catalogue.yaml:85:13: systems.core.tiers.app.offers.1: document.app がマイナンバー利用事務系とインターネット接続系をまたいで通信することになります（beta_dash）。例外は認められません。削除してください。",
        ),
    ),
    Case(
        "services of one system in two zones",
        edit(
            CATALOGUE,
            "system: welfare, zone: mynumber, priority: B, standard20: true}",
            "system: welfare, zone: lgwan, priority: B, standard20: true}",
        ),
        (
            "tenants/catalogue.yaml:42:3: services.child_welfare: is in the zone lgwan, the other services of welfare are in mynumber (network model alpha); a system stands in one zone",
        ),
        (
            "tenants/catalogue.yaml:42:3: services.child_welfare: 領域が lgwan ですが、welfare の他の業務は mynumber です（alpha）。一つのシステムは一つの領域に置いてください。",
        ),
    ),
    Case(
        "a slug that is not the file's name",
        edit(HITA, "slug: hita", "slug: hida"),
        (
            "tenants/members/hita.yaml:4:1: 日田市: slug: is hida, but the file is called hita.yaml; both must be the same",
        ),
        (
            "tenants/members/hita.yaml:4:1: 日田市: slug: hida とありますが、ファイル名は hita.yaml です。同じ名前にしてください。",
        ),
    ),
    Case(
        "a wrong check digit",
        edit(HITA, "442046", "442045"),
        (
            "tenants/members/hita.yaml:5:1: 日田市: code: 442045 has a wrong check digit; with the digits 44204 the code is 442046",
        ),
        (
            "tenants/members/hita.yaml:5:1: 日田市: code: 団体コード 442045 の検査数字が違います。44204 の正しいコードは 442046 です。",
        ),
    ),
    Case(
        "a code of another prefecture",
        edit(HITA, "prefecture: 大分県", "prefecture: 宮崎県"),
        (
            "tenants/members/hita.yaml:7:1: 日田市: prefecture: is 宮崎県, but the code 442046 is one of 大分県; correct one of the two",
        ),
        (
            "tenants/members/hita.yaml:7:1: 日田市: prefecture: 宮崎県 とありますが、団体コード 442046 は大分県のものです。どちらかを訂正してください。",
        ),
    ),
    Case(
        "an unknown home site",
        edit(HITA, "home_site: primary", "home_site: moon"),
        (
            "tenants/members/hita.yaml:10:1: 日田市: home_site: moon is no site of the consortium; the sites are primary, remote",
        ),
        (
            "tenants/members/hita.yaml:10:1: 日田市: home_site: moon はこの協議会のデータセンターではありません。データセンターは primary、remote です。",
        ),
    ),
    Case(
        "leaving without a day",
        edit(HITA, "state: active,", "state: leaving,"),
        (
            "tenants/members/hita.yaml:13:13: 日田市: lifecycle.state: is leaving, but leaves_on is not there; add the day",
        ),
        (
            "tenants/members/hita.yaml:13:13: 日田市: lifecycle.state: 脱退予定（leaving）ですが leaves_on がありません。日付を追加してください。",
        ),
    ),
    Case(
        "left without a day",
        edit(HITA, "state: active,", "state: left,"),
        (
            "tenants/members/hita.yaml:13:13: 日田市: lifecycle.state: is left, but left_on is not there; add the day",
        ),
        (
            "tenants/members/hita.yaml:13:13: 日田市: lifecycle.state: 脱退済み（left）ですが left_on がありません。日付を追加してください。",
        ),
    ),
    Case(
        "the code of another municipality",
        edit(USUKI, "442062", "442046"),
        (
            "tenants/members/usuki.yaml:5:1: 臼杵市: code: 442046 is also the code of 日田市 (tenants/members/hita.yaml); one of the two is wrong",
        ),
        (
            "tenants/members/usuki.yaml:5:1: 臼杵市: code: 団体コード 442046 は 日田市 (tenants/members/hita.yaml) と重複しています。どちらかを訂正してください。",
        ),
    ),
    Case(
        "the name of another municipality",
        edit(USUKI, "ja: 臼杵市", "ja: 日田市"),
        (
            "tenants/members/usuki.yaml:6:8: 日田市: name.ja: 日田市 of 大分県 is also in 日田市 (tenants/members/hita.yaml); keep one file",
        ),
        (
            "tenants/members/usuki.yaml:6:8: 日田市: name.ja: 大分県日田市 は 日田市 (tenants/members/hita.yaml) にもあります。ファイルを一つにしてください。",
        ),
    ),
    Case(
        "no standby site",
        edit("infra/sites/remote.yaml", "stands_by_for: [primary]", "stands_by_for: []"),
        (
            "tenants/members/aya.yaml:10:1: 綾町: home_site: no other site stands by for primary, so its loss would be the loss of the data; write `stands_by_for: [primary]` into the file of another one in infra/sites",
            "tenants/members/hita.yaml:10:1: 日田市: home_site: no other site stands by for primary, so its loss would be the loss of the data; write `stands_by_for: [primary]` into the file of another one in infra/sites",
            "tenants/members/hyuga.yaml:10:1: 日向市: home_site: no other site stands by for primary, so its loss would be the loss of the data; write `stands_by_for: [primary]` into the file of another one in infra/sites",
            "tenants/members/kadogawa.yaml:10:1: 門川町: home_site: no other site stands by for primary, so its loss would be the loss of the data; write `stands_by_for: [primary]` into the file of another one in infra/sites",
            "tenants/members/kitsuki.yaml:10:1: 杵築市: home_site: no other site stands by for primary, so its loss would be the loss of the data; write `stands_by_for: [primary]` into the file of another one in infra/sites",
            "tenants/members/kushima.yaml:10:1: 串間市: home_site: no other site stands by for primary, so its loss would be the loss of the data; write `stands_by_for: [primary]` into the file of another one in infra/sites",
            "tenants/members/nobeoka.yaml:10:1: 延岡市: home_site: no other site stands by for primary, so its loss would be the loss of the data; write `stands_by_for: [primary]` into the file of another one in infra/sites",
            "tenants/members/usa.yaml:10:1: 宇佐市: home_site: no other site stands by for primary, so its loss would be the loss of the data; write `stands_by_for: [primary]` into the file of another one in infra/sites",
            "tenants/members/usuki.yaml:10:1: 臼杵市: home_site: no other site stands by for primary, so its loss would be the loss of the data; write `stands_by_for: [primary]` into the file of another one in infra/sites",
            "tenants/members/yufu.yaml:10:1: 由布市: home_site: no other site stands by for primary, so its loss would be the loss of the data; write `stands_by_for: [primary]` into the file of another one in infra/sites",
        ),
        (
            "tenants/members/aya.yaml:10:1: 綾町: home_site: primary には待機するデータセンターがなく、被災するとデータを失います。infra/sites にある別のセンターのファイルに `stands_by_for: [primary]` と書いてください。",
            "tenants/members/hita.yaml:10:1: 日田市: home_site: primary には待機するデータセンターがなく、被災するとデータを失います。infra/sites にある別のセンターのファイルに `stands_by_for: [primary]` と書いてください。",
            "tenants/members/hyuga.yaml:10:1: 日向市: home_site: primary には待機するデータセンターがなく、被災するとデータを失います。infra/sites にある別のセンターのファイルに `stands_by_for: [primary]` と書いてください。",
            "tenants/members/kadogawa.yaml:10:1: 門川町: home_site: primary には待機するデータセンターがなく、被災するとデータを失います。infra/sites にある別のセンターのファイルに `stands_by_for: [primary]` と書いてください。",
            "tenants/members/kitsuki.yaml:10:1: 杵築市: home_site: primary には待機するデータセンターがなく、被災するとデータを失います。infra/sites にある別のセンターのファイルに `stands_by_for: [primary]` と書いてください。",
            "tenants/members/kushima.yaml:10:1: 串間市: home_site: primary には待機するデータセンターがなく、被災するとデータを失います。infra/sites にある別のセンターのファイルに `stands_by_for: [primary]` と書いてください。",
            "tenants/members/nobeoka.yaml:10:1: 延岡市: home_site: primary には待機するデータセンターがなく、被災するとデータを失います。infra/sites にある別のセンターのファイルに `stands_by_for: [primary]` と書いてください。",
            "tenants/members/usa.yaml:10:1: 宇佐市: home_site: primary には待機するデータセンターがなく、被災するとデータを失います。infra/sites にある別のセンターのファイルに `stands_by_for: [primary]` と書いてください。",
            "tenants/members/usuki.yaml:10:1: 臼杵市: home_site: primary には待機するデータセンターがなく、被災するとデータを失います。infra/sites にある別のセンターのファイルに `stands_by_for: [primary]` と書いてください。",
            "tenants/members/yufu.yaml:10:1: 由布市: home_site: primary には待機するデータセンターがなく、被災するとデータを失います。infra/sites にある別のセンターのファイルに `stands_by_for: [primary]` と書いてください。",
        ),
    ),
    Case(
        "left before it joined",
        edit(
            HITA,
            "state: active, joined_on: 2012-04-01",
            "state: left, joined_on: 2012-04-01, left_on: 2011-04-01",
        ),
        (
            "tenants/members/hita.yaml:13:49: 日田市: lifecycle.left_on: 2011-04-01 is before joined_on 2012-04-01; correct one of the two",
        ),
        (
            "tenants/members/hita.yaml:13:49: 日田市: lifecycle.left_on: 2011-04-01 は加入日 2012-04-01 より前です。どちらかを訂正してください。",
        ),
    ),
    Case(
        "a network outside the range",
        edit(HITA, "10.64.0.0/22", "10.0.0.0/22"),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: 10.0.0.0/22 is outside the consortium's range 10.64.0.0/10; `kumiai member new` proposes a free one",
        ),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: 10.0.0.0/22 は協議会の範囲 10.64.0.0/10 の外です。`kumiai member new` が空きネットワークを提案します。",
        ),
    ),
    Case(
        "a network of another size",
        edit(HITA, "10.64.0.0/22", "10.64.128.0/23"),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: 10.64.128.0/23 is not a /22, which every municipality has; `kumiai member new` proposes a free one",
        ),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: 10.64.128.0/23 は /22 ではありません。構成団体はすべて /22 です。`kumiai member new` が空きネットワークを提案します。",
        ),
    ),
    Case(
        "overlapping networks",
        edit(USUKI, "10.64.4.0/22", "10.64.0.0/22"),
        (
            "tenants/members/usuki.yaml:12:1: 臼杵市: network: 10.64.0.0/22 overlaps 10.64.0.0/22 of 日田市 (tenants/members/hita.yaml); give one of them another network",
        ),
        (
            "tenants/members/usuki.yaml:12:1: 臼杵市: network: 10.64.0.0/22 は 日田市 (tenants/members/hita.yaml) の 10.64.0.0/22 と重複しています。どちらかに別のネットワークを割り当ててください。",
        ),
    ),
    Case(
        "a placement of nobody",
        edit(PLACEMENT, "members: {}", "members: {xyz: {primary: active}}"),
        (
            "tenants/placement.yaml:3:11: members.xyz: xyz has no file in tenants/members; correct it",
        ),
        (
            "tenants/placement.yaml:3:11: members.xyz: xyz のファイルが tenants/members にありません。訂正してください。",
        ),
    ),
    Case(
        "a member at two sites at once",
        edit(PLACEMENT, "members: {}", "members: {hita: {remote: active}}"),
        (
            "tenants/placement.yaml:3:11: members.hita: 日田市 would run at primary, remote at the same time and its data would part; make one of them standby",
        ),
        (
            "tenants/placement.yaml:3:11: members.hita: 日田市が primary、remote で同時に稼働し、データが分かれてしまいます。どちらかを待機（standby）にしてください。",
        ),
    ),
    Case(
        "a member where it cannot run",
        edit(PLACEMENT, "members: {}", "members: {hita: {moon: standby}}"),
        (
            "tenants/placement.yaml:3:18: members.hita.moon: 日田市 cannot run at moon; its sites are primary, remote",
        ),
        (
            "tenants/placement.yaml:3:18: members.hita.moon: 日田市は moon では稼働できません。利用できるデータセンターは primary、remote です。",
        ),
    ),
    Case(
        "a misspelt service",
        edit(HITA, "  collection:", "  colection:"),
        (
            "tenants/members/hita.yaml:30:3: 日田市: services.colection: colection is not in the catalogue; did you mean collection?",
        ),
        (
            "tenants/members/hita.yaml:30:3: 日田市: services.colection: colection は業務一覧にありません。collection ではありませんか。",
        ),
    ),
    Case(
        "a service that nobody offers",
        edit(HITA, "  collection:", "  weather_control:"),
        (
            "tenants/members/hita.yaml:30:3: 日田市: services.weather_control: weather_control is not in the catalogue; tenants/catalogue.yaml lists what can be ordered",
        ),
        (
            "tenants/members/hita.yaml:30:3: 日田市: services.weather_control: weather_control は業務一覧にありません。利用できる業務は tenants/catalogue.yaml にあります。",
        ),
    ),
    Case(
        "a service whose zone the model forbids",
        edit(CATALOGUE, "system: livelihood, zone: mynumber", "system: livelihood, zone: internet"),
        (
            "tenants/catalogue.yaml:85:13: systems.core.tiers.app.offers.1: livelihood.app would reach from one of mynumber and internet into the other (network model alpha), for which there is no exception; remove it",
            "tenants/members/hita.yaml:41:3: 日田市: services.livelihood_protection: 生活保護 stands in the zone internet, where the network model alpha has no business systems; change the model or do without the service",
            "tenants/members/kitsuki.yaml:40:3: 杵築市: services.livelihood_protection: 生活保護 stands in the zone internet, where the network model alpha_dash has no business systems; change the model or do without the service",
            "tenants/members/kushima.yaml:40:3: 串間市: services.livelihood_protection: 生活保護 stands in the zone internet, where the network model alpha has no business systems; change the model or do without the service",
            "tenants/members/usa.yaml:40:3: 宇佐市: services.livelihood_protection: 生活保護 stands in the zone internet, where the network model alpha has no business systems; change the model or do without the service",
            "tenants/members/yufu.yaml:40:3: 由布市: services.livelihood_protection: 生活保護 stands in the zone internet, where the network model beta has no business systems; change the model or do without the service",
        ),
        (
            "tenants/catalogue.yaml:85:13: systems.core.tiers.app.offers.1: livelihood.app がマイナンバー利用事務系とインターネット接続系をまたいで通信することになります（alpha）。例外は認められません。削除してください。",
            "tenants/members/hita.yaml:41:3: 日田市: services.livelihood_protection: 生活保護 は領域 internet に置かれますが、alpha モデルではそこに業務システムを置けません。モデルを変えるか、利用をやめてください。",
            "tenants/members/kitsuki.yaml:40:3: 杵築市: services.livelihood_protection: 生活保護 は領域 internet に置かれますが、alpha_dash モデルではそこに業務システムを置けません。モデルを変えるか、利用をやめてください。",
            "tenants/members/kushima.yaml:40:3: 串間市: services.livelihood_protection: 生活保護 は領域 internet に置かれますが、alpha モデルではそこに業務システムを置けません。モデルを変えるか、利用をやめてください。",
            "tenants/members/usa.yaml:40:3: 宇佐市: services.livelihood_protection: 生活保護 は領域 internet に置かれますが、alpha モデルではそこに業務システムを置けません。モデルを変えるか、利用をやめてください。",
            "tenants/members/yufu.yaml:40:3: 由布市: services.livelihood_protection: 生活保護 は領域 internet に置かれますが、beta モデルではそこに業務システムを置けません。モデルを変えるか、利用をやめてください。",
        ),
    ),
    Case(
        "retired without a reason",
        edit(HITA, "  collection:  # 収納", "  collection:\n    state: retired"),
        (
            "tenants/members/hita.yaml:30:3: 日田市: services.collection: is retired, which lets its data go; add retired_on and reason",
        ),
        (
            "tenants/members/hita.yaml:30:3: 日田市: services.collection: 廃止（retired）にするとデータが消去されます。retired_on と reason を定義してください。",
        ),
    ),
    Case(
        "a municipality whose file is gone",
        lambda root: (root / HITA).unlink(),
        (
            "tenants/members/hita.yaml:1:1: hita: the file is gone, but the municipality's servers and data stand; restore it from git. A municipality leaves with `lifecycle: {state: left, left_on: …}` and `kumiai down hita`",
        ),
        (
            "tenants/members/hita.yaml:1:1: hita: ファイルがありませんが、この団体のサーバとデータは残っています。gitから戻してください。脱退の手順は `lifecycle: {state: left, left_on: …}` と `kumiai down hita` です。",
        ),
        stacks=(
            Stack("hita.primary", 61, "hita.primary"),
            Stack("hita.remote", 20, "hita.remote"),
            Stack("site.primary", 17),
        ),
    ),
    Case(
        "a stack that somebody renamed",
        lambda root: None,
        (
            "tenants/members/usuki.yaml:1:1: usuki: stack usuki-old.primary was called usuki.primary and was renamed, so all of it would be built once more; give it its name back in `kumiai shell` with `pulumi stack rename usuki.primary --stack usuki-old.primary`",
        ),
        (
            "tenants/members/usuki.yaml:1:1: usuki: スタック usuki-old.primary は usuki.primary から改名されています。このままでは全体がもう一つ構築されます。`kumiai shell` の `pulumi stack rename usuki.primary --stack usuki-old.primary` で元の名前に戻してください。",
        ),
        stacks=(Stack("usuki-old.primary", 40, "usuki.primary"),),
    ),
)
"""Read before they were written down: each line is what the person should see."""
