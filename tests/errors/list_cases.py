"""The gallery's cases of the matrix's lists: what stands twice, overlaps, jumps or is left out."""

from __future__ import annotations

from pathlib import Path

from tests.errors.cases import Case, edit
from tests.errors.duty_cases import DUTIES, HOLIDAYS, LAYERS
from tests.errors.hours_cases import PARTIES

VENDOR = 'tuesday, wednesday, thursday, friday], opens: "09:00", closes: "18:00"}'


def two_days_gone(root: Path) -> None:
    edit(HOLIDAYS, "  - {date: 2026-05-03, name: 憲法記念日}\n", "")(root)
    edit(HOLIDAYS, "  - {date: 2026-07-20, name: 海の日}\n", "")(root)


LIST_CASES = (
    Case(
        "a weekday twice",
        edit(PARTIES, VENDOR, VENDOR.replace("friday", "tuesday")),
        (
            "monitoring/matrix/parties.yaml:36:58: parties.package-vendor.duty.0.days.4: tuesday stands here twice; keep one",
        ),
        (
            "monitoring/matrix/parties.yaml:36:58: parties.package-vendor.duty.0.days.4: tuesday が2回書かれています。一つだけ残してください。",
        ),
    ),
    Case(
        "duty hours that overlap",
        edit(
            PARTIES,
            VENDOR,
            f'{VENDOR}, {{days: [saturday, wednesday], opens: "17:00", closes: "20:00"}}',
        ),
        (
            "monitoring/matrix/parties.yaml:36:101: parties.package-vendor.duty.1: from 17:00 to 20:00 on Wed overlaps the hours in monitoring/matrix/parties.yaml:36:12; write one for both, or correct them",
        ),
        (
            "monitoring/matrix/parties.yaml:36:101: parties.package-vendor.duty.1: 水曜日の 17:00 から 20:00 は、monitoring/matrix/parties.yaml:36:12 の時間帯と重なっています。一つにまとめるか、正しい時間に直してください。",
        ),
    ),
    Case(
        "a layer that is one for each site twice",
        edit(LAYERS, "[site, host], rests", "[site, host, site], rests"),
        (
            "monitoring/matrix/layers.yaml:6:41: layers.hardware.one_for_each.2: site stands here twice; keep one",
        ),
        (
            "monitoring/matrix/layers.yaml:6:41: layers.hardware.one_for_each.2: site が2回書かれています。一つだけ残してください。",
        ),
    ),
    Case(
        "hosts that are nobody's",
        edit(LAYERS, "hardware: {one_for_each: [site, host]", "hardware: {one_for_each: [host]"),
        (
            "monitoring/matrix/layers.yaml:6:14: layers.hardware.one_for_each: a host is a site's; add site",
        ),
        (
            "monitoring/matrix/layers.yaml:6:14: layers.hardware.one_for_each: ホストはデータセンターごとのものです。site を追加してください。",
        ),
    ),
    Case(
        "a layer that rests on another twice",
        edit(LAYERS, "rests_on: [facility]", "rests_on: [facility, facility]"),
        (
            "monitoring/matrix/layers.yaml:6:63: layers.hardware.rests_on.1: facility stands here twice; keep one",
        ),
        (
            "monitoring/matrix/layers.yaml:6:63: layers.hardware.rests_on.1: facility が2回書かれています。一つだけ残してください。",
        ),
    ),
    Case(
        "a contract with a system twice",
        edit(DUTIES, "systems: [core]", "systems: [core, core]"),
        (
            "monitoring/matrix/responsibilities.yaml:169:21: contracts.core-package.systems.1: core stands here twice; keep one",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:169:21: contracts.core-package.systems.1: core が2回書かれています。一つだけ残してください。",
        ),
    ),
    Case(
        "a row with an activity twice",
        edit(DUTIES, "activities: [patch]\n", "activities: [patch, patch]\n"),
        (
            "monitoring/matrix/responsibilities.yaml:177:25: overrides.0.activities.1: patch stands here twice; keep one",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:177:25: overrides.0.activities.1: patch が2回書かれています。一つだけ残してください。",
        ),
    ),
    Case(
        "a row for everybody's patches",
        edit(DUTIES, "    contract: core-package\n", ""),
        (
            "monitoring/matrix/responsibilities.yaml:176:5: overrides.0: names no site, municipality, system or contract, so it holds for everybody; change the default instead (`every`, or `but` for some activities)",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:176:5: overrides.0: データセンター、団体、システム、契約のいずれも指定がなく、全てに当てはまる行です。`defaults` の方を変更してください（`every`、一部の活動だけなら `but`）。",
        ),
    ),
    Case(
        "holidays of the law that were deleted",
        two_days_gone,
        (
            "monitoring/matrix/holidays.yaml:6:1: holidays: by law these days are holidays too: 2026-05-03 (憲法記念日), 2026-07-20 (海の日); on them offices would be called that are closed. Add them, or write the list with `kumiai matrix holidays`",
        ),
        (
            "monitoring/matrix/holidays.yaml:6:1: holidays: 次の日も法律上の休日ですが、一覧にありません: 2026-05-03（憲法記念日）、2026-07-20（海の日）。閉庁日に執務時間の連絡先へ連絡してしまいます。追加するか、`kumiai matrix holidays` で一覧を書き直してください。",
        ),
    ),
    Case(
        "holidays out of order",
        edit(
            HOLIDAYS,
            "  - {date: 2026-05-03, name: 憲法記念日}\n  - {date: 2026-05-04, name: みどりの日}\n",
            "  - {date: 2026-05-04, name: みどりの日}\n  - {date: 2026-05-03, name: 憲法記念日}\n",
        ),
        (
            "monitoring/matrix/holidays.yaml:9:6: holidays.2.date: 憲法記念日 on 2026-05-03 stands after 2026-05-04; put the days in order, or correct the one that is wrong",
        ),
        (
            "monitoring/matrix/holidays.yaml:9:6: holidays.2.date: 憲法記念日（2026-05-03）が 2026-05-04 より後に書かれています。日付の順に並べるか、誤った日付を直してください。",
        ),
    ),
    Case(
        "a ladder on which one answers for all at night",
        edit(PARTIES, "      - {after_minutes: 90, party: dc-operator}\n  line", "  line"),
        (
            "monitoring/matrix/parties.yaml:38:5: parties.package-vendor.ladder: at night platform-operator answers for everybody on it, and was called first; add somebody else who is there around the clock",
        ),
        (
            "monitoring/matrix/parties.yaml:38:5: parties.package-vendor.ladder: 夜間は順番の全員に代わって platform-operator が応答しますが、platform-operator は最初に呼ばれています。24時間対応の別の当事者を加えてください。",
        ),
    ),
    Case(
        "duty hours that are none",
        edit(PARTIES, 'opens: "09:00", closes: "18:00"', 'opens: "09:00", closes: "09:00"'),
        (
            'monitoring/matrix/parties.yaml:36:12: parties.package-vendor.duty.0: opens and closes at 09:00, and so is never there; correct one of them, or write a whole day as from "00:00" to "24:00"',
        ),
        (
            'monitoring/matrix/parties.yaml:36:12: parties.package-vendor.duty.0: 始まりと終わりがどちらも 09:00 で、対応する時間がありません。どちらかを直すか、終日なら "00:00" から "24:00" までと書いてください。',
        ),
    ),
)
"""Read before they were written down: each line is what the person should see."""
