"""The gallery's cases of defaults of the matrix: layers, and who answers for what."""

from __future__ import annotations

from pathlib import Path

from tests.errors.cases import Case, edit

DUTIES = "monitoring/matrix/responsibilities.yaml"
LAYERS = "monitoring/matrix/layers.yaml"
HOLIDAYS = "monitoring/matrix/holidays.yaml"


def gone(root: Path) -> None:
    (root / HOLIDAYS).unlink()


def without_town_lan(root: Path) -> None:
    file = root / DUTIES
    text = file.read_text(encoding="utf-8")
    start, end = text.index("  # 庁内LAN・端末"), text.index("  # 監視・一次切り分け")
    file.write_text(text[:start] + text[end:], encoding="utf-8")


DUTY_CASES = (
    Case(
        "a matrix of which a file is gone",
        gone,
        (
            "monitoring/matrix/holidays.yaml:1:1: is missing, without which nobody knows who answers for what; restore it from git",
        ),
        (
            "monitoring/matrix/holidays.yaml:1:1: ありません。これがないと誰が何に責任を負うか分かりません。gitから復元してください。",
        ),
    ),
    Case(
        "a layer that there is none of",
        edit(DUTIES, "  facility:\n", "  facilty:\n"),
        (
            "monitoring/matrix/responsibilities.yaml:7:3: defaults.facilty: must be one of facility, hardware, virtualisation, zone_network, os, middleware, package, settings, data, backup, restore_test, lgwan_line, access_line, town_lan, monitoring, public_notice, got 'facilty'; did you mean facility?",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:7:3: defaults.facilty: 次のいずれかでなければなりません: facility、hardware、virtualisation、zone_network、os、middleware、package、settings、data、backup、restore_test、lgwan_line、access_line、town_lan、monitoring、public_notice（現在の値: 'facilty'）。facility ではありませんか。",
        ),
    ),
    Case(
        "a layer that nobody gave a place",
        edit(LAYERS, "  town_lan: {one_for_each: [member]}\n", ""),
        (
            "monitoring/matrix/layers.yaml:4:1: layers: town_lan (town hall's network and terminals) is missing; add it with what it rests on",
        ),
        (
            "monitoring/matrix/layers.yaml:4:1: layers: town_lan（庁内ネットワーク・端末）がありません。何の上に成り立つか（`rests_on`）とともに追加してください。",
        ),
    ),
    Case(
        "layers that rest on each other",
        edit(
            LAYERS,
            "hardware: {one_for_each: [site, host], rests_on: [facility]}",
            "hardware: {one_for_each: [site, host], rests_on: [virtualisation]}",
        ),
        (
            "monitoring/matrix/layers.yaml:6:42: layers.hardware.rests_on: hardware, virtualisation rest on each other in a circle, so that each would keep the others silent and nobody would be called; take one of them out",
        ),
        (
            "monitoring/matrix/layers.yaml:6:42: layers.hardware.rests_on: hardware、virtualisation が輪になって互いの上に成り立っています。互いの警報を抑え、誰にも連絡されなくなるため、どれか一つを外してください。",
        ),
    ),
    Case(
        "systems that are nobody's",
        edit(
            LAYERS, "settings: {one_for_each: [member, system]", "settings: {one_for_each: [system]"
        ),
        (
            "monitoring/matrix/layers.yaml:12:14: layers.settings.one_for_each: a system is a municipality's; add member",
            "monitoring/matrix/responsibilities.yaml:89:7: defaults.settings.every.accountable: each municipality has its own business-section, and here it is nobody's; name a party that there is once",
            "monitoring/matrix/responsibilities.yaml:90:7: defaults.settings.every.responsible: each municipality has its own business-section, and here it is nobody's; name a party that there is once",
            "monitoring/matrix/responsibilities.yaml:94:23: defaults.settings.but.public_notice.accountable: each municipality has its own ict-section, and here it is nobody's; name a party that there is once",
            "monitoring/matrix/responsibilities.yaml:94:49: defaults.settings.but.public_notice.responsible: each municipality has its own ict-section, and here it is nobody's; name a party that there is once",
        ),
        (
            "monitoring/matrix/layers.yaml:12:14: layers.settings.one_for_each: システムは団体ごとのものです。member を加えてください。",
            "monitoring/matrix/responsibilities.yaml:89:7: defaults.settings.every.accountable: business-section は団体ごとにあり、ここではどの団体のものか決まりません。一つしかない当事者を書いてください。",
            "monitoring/matrix/responsibilities.yaml:90:7: defaults.settings.every.responsible: business-section は団体ごとにあり、ここではどの団体のものか決まりません。一つしかない当事者を書いてください。",
            "monitoring/matrix/responsibilities.yaml:94:23: defaults.settings.but.public_notice.accountable: ict-section は団体ごとにあり、ここではどの団体のものか決まりません。一つしかない当事者を書いてください。",
            "monitoring/matrix/responsibilities.yaml:94:49: defaults.settings.but.public_notice.responsible: ict-section は団体ごとにあり、ここではどの団体のものか決まりません。一つしかない当事者を書いてください。",
        ),
    ),
    Case(
        "a party that there is none of",
        edit(DUTIES, "accountable: dc-operator\n", "accountable: dc-oprator\n"),
        (
            "monitoring/matrix/responsibilities.yaml:9:7: defaults.facility.every.accountable: dc-oprator is not known; did you mean dc-operator?",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:9:7: defaults.facility.every.accountable: dc-oprator は登録されていません。dc-operator ではありませんか。",
        ),
    ),
    Case(
        "two that answer for the same",
        edit(
            DUTIES, "accountable: dc-operator\n", "accountable: [dc-operator, platform-operator]\n"
        ),
        (
            "monitoring/matrix/responsibilities.yaml:9:7: defaults.facility.every.accountable: dc-operator, platform-operator would answer for it together, and so nobody does; name one, and the others as responsible or consulted",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:9:7: defaults.facility.every.accountable: dc-operator、platform-operator が共に責任者となり、誰も責任を負わないことになります。一者だけを書き、他は responsible か consulted に書いてください。",
        ),
    ),
    Case(
        "an empty list of who answers",
        edit(DUTIES, "accountable: dc-operator\n", "accountable: []\n"),
        (
            "monitoring/matrix/responsibilities.yaml:9:7: defaults.facility.every.accountable: nobody answers for it; name the one who does",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:9:7: defaults.facility.every.accountable: 責任者がいません。責任を負う一者を書いてください。",
        ),
    ),
    Case(
        "nobody who does it",
        edit(DUTIES, "responsible: dc-operator\n", "responsible: []\n"),
        (
            "monitoring/matrix/responsibilities.yaml:10:7: defaults.facility.every.responsible: nobody does it; name who does",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:10:7: defaults.facility.every.responsible: 実施者がいません。実施する者を書いてください。",
        ),
    ),
    Case(
        "an activity that nobody answers for",
        edit(
            DUTIES,
            "      accountable: prefecture\n      responsible: prefecture\n      consulted",
            "      responsible: prefecture\n      consulted",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:126:5: defaults.lgwan_line.every: nobody is accountable for watching, first response, repair, patching, backup, restore test, review of access, incident report; name who is",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:126:5: defaults.lgwan_line.every: 次の活動の責任者が決まっていません: 監視の実施、一次切り分け、復旧、修正の適用、バックアップ、復元試験、権限の点検、障害報告。誰かを書いてください。",
        ),
    ),
    Case(
        "a layer that nobody answers for",
        without_town_lan,
        (
            "monitoring/matrix/responsibilities.yaml:5:1: defaults: nobody answers for town_lan (town hall's network and terminals); add it with `every`",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:5:1: defaults: town_lan（庁内ネットワーク・端末）の責任者がいません。`every` とともに追加してください。",
        ),
    ),
    Case(
        "the same party twice",
        edit(
            DUTIES,
            "informed: [platform-operator, consortium-office]",
            "informed: [platform-operator, platform-operator]",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:22:37: defaults.hardware.every.informed.1: platform-operator stands here twice; keep one",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:22:37: defaults.hardware.every.informed.1: platform-operator が2回書かれています。一つだけ残してください。",
        ),
    ),
    Case(
        "a party of each municipality where there is none",
        edit(DUTIES, "accountable: dc-operator\n", "accountable: ict-section\n"),
        (
            "monitoring/matrix/responsibilities.yaml:9:7: defaults.facility.every.accountable: each municipality has its own ict-section, and here it is nobody's; name a party that there is once",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:9:7: defaults.facility.every.accountable: ict-section は団体ごとにあり、ここではどの団体のものか決まりません。一つしかない当事者を書いてください。",
        ),
    ),
)
"""Read before they were written down: each line is what the person should see."""
