"""The gallery's cases of when parties answer: hours, nights, ladders, holidays."""

from __future__ import annotations

from pathlib import Path

from tests.errors.cases import Case, edit

PARTIES = "monitoring/matrix/parties.yaml"
HOLIDAYS = "monitoring/matrix/holidays.yaml"


def sleeping_rung(root: Path) -> None:
    """The last on a ladder has nobody for the night, which is told of it too."""
    hours = 'opens: "09:00", closes: "18:00"}]\n'
    edit(PARTIES, f"{hours}    night: platform-operator\n", hours)(root)
    edit(
        PARTIES,
        "{after_minutes: 30, party: consortium-office}",
        "{after_minutes: 30, party: package-vendor}",
    )(root)


HOURS_CASES = (
    Case(
        "neither duty hours nor a night",
        edit(
            PARTIES,
            '    duty: [{days: [monday, tuesday, wednesday, thursday, friday], opens: "09:00", closes: "18:00"}]\n    night: platform-operator\n',
            "",
        ),
        (
            "monitoring/matrix/parties.yaml:32:3: parties.package-vendor: it has no duty hours and nobody for the night, so that it never answers; write `duty` and `night`, or `around_the_clock: true`",
        ),
        (
            "monitoring/matrix/parties.yaml:32:3: parties.package-vendor: 執務時間も夜間の連絡先もなく、いつ連絡しても応答がありません。`duty` と `night`、または `around_the_clock: true` を書いてください。",
        ),
    ),
    Case(
        "no night",
        edit(
            PARTIES,
            'opens: "09:00", closes: "18:00"}]\n    night: platform-operator\n',
            'opens: "09:00", closes: "18:00"}]\n',
        ),
        (
            "monitoring/matrix/parties.yaml:32:3: parties.package-vendor: nobody answers outside its duty hours; write as `night` who does",
        ),
        (
            "monitoring/matrix/parties.yaml:32:3: parties.package-vendor: 執務時間外に応答する者がいません。応答する者を `night` に書いてください。",
        ),
    ),
    Case(
        "a night with somebody who sleeps",
        edit(
            PARTIES,
            'closes: "18:00"}]\n    night: platform-operator\n',
            'closes: "18:00"}]\n    night: consortium-office\n',
        ),
        (
            "monitoring/matrix/parties.yaml:37:5: parties.package-vendor.night: consortium-office is not there around the clock, and so not at night; name one that is",
        ),
        (
            "monitoring/matrix/parties.yaml:37:5: parties.package-vendor.night: consortium-office は24時間の対応ではなく、夜間は応答しません。24時間対応の当事者を書いてください。",
        ),
    ),
    Case(
        "a night with nobody that is known",
        edit(
            PARTIES,
            'closes: "18:00"}]\n    night: platform-operator\n',
            'closes: "18:00"}]\n    night: platform\n',
        ),
        (
            "monitoring/matrix/parties.yaml:37:5: parties.package-vendor.night: platform is not known; did you mean platform-operator?",
        ),
        (
            "monitoring/matrix/parties.yaml:37:5: parties.package-vendor.night: platform は登録されていません。platform-operator ではありませんか。",
        ),
    ),
    Case(
        "around the clock, and hours as well",
        edit(
            PARTIES,
            "    around_the_clock: true\n",
            '    around_the_clock: true\n    duty: [{days: [monday], opens: "09:00", closes: "18:00"}]\n',
        ),
        (
            "monitoring/matrix/parties.yaml:20:5: parties.dc-operator.around_the_clock: it has duty hours or a night as well; leave one of them out",
        ),
        (
            "monitoring/matrix/parties.yaml:20:5: parties.dc-operator.around_the_clock: 執務時間または夜間の連絡先も書かれています。どちらかを削除してください。",
        ),
    ),
    Case(
        "duty hours over midnight",
        edit(PARTIES, 'opens: "09:00", closes: "18:00"', 'opens: "22:00", closes: "06:00"'),
        (
            "monitoring/matrix/parties.yaml:36:12: parties.package-vendor.duty.0: from 22:00 to 06:00 goes over midnight, and Alertmanager takes no such hours; write two: to 24:00 of the one day, and from 00:00 of the next",
        ),
        (
            "monitoring/matrix/parties.yaml:36:12: parties.package-vendor.duty.0: 22:00 から 06:00 は日付をまたいでいます。このような時間帯は扱えないため、当日の 24:00 までと、翌日の 00:00 からの二つに分けて書いてください。",
        ),
    ),
    Case(
        "a time of day that there is none of",
        edit(PARTIES, 'closes: "18:00"', 'closes: "25:00"'),
        (
            'monitoring/matrix/parties.yaml:36:83: parties.package-vendor.duty.0.closes: must be hours and minutes in quotes, as in "08:30"; the day ends at "24:00", got \'25:00\'',
        ),
        (
            'monitoring/matrix/parties.yaml:36:83: parties.package-vendor.duty.0.closes: "08:30" のような引用符つきの時刻（1日の終わりは "24:00"） でなければなりません（現在の値: \'25:00\'）。',
        ),
    ),
    Case(
        "a ladder that ends in nobody",
        edit(
            PARTIES,
            'opens: "09:00", closes: "18:00"}]\n    night: platform-operator\n    ladder:\n      - {after_minutes: 30, party: platform-operator}\n      - {after_minutes: 60, party: consortium-office}\n',
            'opens: "09:00", closes: "18:00"}]\n    ladder:\n      - {after_minutes: 30, party: package-vendor}\n',
        ),
        (
            "monitoring/matrix/parties.yaml:32:3: parties.package-vendor: nobody answers outside its duty hours; write as `night` who does",
            "monitoring/matrix/parties.yaml:38:29: parties.package-vendor.ladder.0.party: is the party itself, which did not answer; name another one",
        ),
        (
            "monitoring/matrix/parties.yaml:32:3: parties.package-vendor: 執務時間外に応答する者がいません。応答する者を `night` に書いてください。",
            "monitoring/matrix/parties.yaml:38:29: parties.package-vendor.ladder.0.party: 応答がなかった当事者自身です。別の当事者を書いてください。",
        ),
    ),
    Case(
        "a ladder whose last rung sleeps",
        sleeping_rung,
        (
            "monitoring/matrix/parties.yaml:23:29: parties.dc-operator.ladder.1.party: the ladder ends in nobody: package-vendor is the last on it, and outside its duty hours nobody answers for it",
            "monitoring/matrix/parties.yaml:32:3: parties.package-vendor: nobody answers outside its duty hours; write as `night` who does",
        ),
        (
            "monitoring/matrix/parties.yaml:23:29: parties.dc-operator.ladder.1.party: 連絡の順番の最後に応答する者がいません。最後の package-vendor は執務時間外に応答しません。",
            "monitoring/matrix/parties.yaml:32:3: parties.package-vendor: 執務時間外に応答する者がいません。応答する者を `night` に書いてください。",
        ),
    ),
    Case(
        "a party that answers and has nobody after it",
        edit(
            PARTIES,
            "    around_the_clock: true\n    ladder:\n      - {after_minutes: 15, party: platform-operator}\n      - {after_minutes: 30, party: consortium-office}\n",
            "    around_the_clock: true\n",
        ),
        (
            "monitoring/matrix/parties.yaml:16:3: parties.dc-operator: it answers for something, and when it does not answer nobody is called next; write a `ladder`",
        ),
        (
            "monitoring/matrix/parties.yaml:16:3: parties.dc-operator: 責任者となっていますが、応答がないときに次に連絡する相手がいません。`ladder` を書いてください。",
        ),
    ),
    Case(
        "a rung with nobody that is known",
        edit(
            PARTIES,
            "{after_minutes: 15, party: platform-operator}",
            "{after_minutes: 15, party: platform}",
        ),
        (
            "monitoring/matrix/parties.yaml:22:29: parties.dc-operator.ladder.0.party: platform is not known; did you mean platform-operator?",
        ),
        (
            "monitoring/matrix/parties.yaml:22:29: parties.dc-operator.ladder.0.party: platform は登録されていません。platform-operator ではありませんか。",
        ),
    ),
    Case(
        "a rung that comes before the one below it",
        edit(
            PARTIES,
            "{after_minutes: 30, party: consortium-office}",
            "{after_minutes: 10, party: consortium-office}",
        ),
        (
            "monitoring/matrix/parties.yaml:23:10: parties.dc-operator.ladder.1.after_minutes: 10 minutes are no longer than the 15 of the rung before; minutes are counted from the first call",
        ),
        (
            "monitoring/matrix/parties.yaml:23:10: parties.dc-operator.ladder.1.after_minutes: 10 分は、前の段の 15 分より後ではありません。分は最初の連絡から数えます。",
        ),
    ),
    Case(
        "a rung that is each municipality's",
        edit(
            PARTIES,
            "{after_minutes: 15, party: platform-operator}",
            "{after_minutes: 15, party: ict-section}",
        ),
        (
            "monitoring/matrix/parties.yaml:22:29: parties.dc-operator.ladder.0.party: each municipality has its own ict-section, and here it is nobody's; name a party that there is once",
        ),
        (
            "monitoring/matrix/parties.yaml:22:29: parties.dc-operator.ladder.0.party: ict-section は団体ごとにあり、ここではどの団体のものか決まりません。一つしかない当事者を書いてください。",
        ),
    ),
    Case(
        "a holiday in the past",
        edit(HOLIDAYS, "date: 2026-04-29", "date: 2016-04-29"),
        (
            "monitoring/matrix/holidays.yaml:7:6: holidays.0.date: 昭和の日 on 2016-04-29 is in the past, before the list begins (2026-04-01); correct the year or delete it",
        ),
        (
            "monitoring/matrix/holidays.yaml:7:6: holidays.0.date: 昭和の日（2016-04-29）は過去の日で、一覧の始まり（2026-04-01）より前です。年を直すか、削除してください。",
        ),
    ),
    Case(
        "a holiday after the end of the list",
        edit(HOLIDAYS, "date: 2026-04-29", "date: 2036-04-29"),
        (
            "monitoring/matrix/holidays.yaml:7:6: holidays.0.date: 昭和の日 on 2036-04-29 is after the list ends (2029-03-31); correct the year, or `last_day` if all days up to it are there",
        ),
        (
            "monitoring/matrix/holidays.yaml:7:6: holidays.0.date: 昭和の日（2036-04-29）は一覧の終わり（2029-03-31）より後です。年を直すか、その日までの休日が全て揃っていれば `last_day` を直してください。",
        ),
    ),
    Case(
        "a holiday that stands there twice",
        edit(HOLIDAYS, "date: 2026-05-03", "date: 2026-04-29"),
        (
            "monitoring/matrix/holidays.yaml:8:6: holidays.1.date: 2026-04-29 stands in the list already; keep one",
        ),
        (
            "monitoring/matrix/holidays.yaml:8:6: holidays.1.date: 2026-04-29 は既に一覧にあります。一つだけ残してください。",
        ),
    ),
    Case(
        "a list of holidays that ends before it begins",
        edit(HOLIDAYS, "last_day: 2029-03-31", "last_day: 2026-03-31"),
        (
            "monitoring/matrix/holidays.yaml:4:1: last_day: 2026-03-31 lies before first_day, 2026-04-01; correct one of them",
        ),
        (
            "monitoring/matrix/holidays.yaml:4:1: last_day: 2026-03-31 は first_day（2026-04-01）より前です。どちらかを直してください。",
        ),
    ),
    Case(
        "a ladder that calls somebody twice",
        edit(
            PARTIES,
            "      - {after_minutes: 30, party: dc-operator}\n",
            "      - {after_minutes: 30, party: consortium-office}\n",
        ),
        (
            "monitoring/matrix/parties.yaml:31:29: parties.platform-operator.ladder.1.party: was called before on this ladder, and did not answer; name another one",
        ),
        (
            "monitoring/matrix/parties.yaml:31:29: parties.platform-operator.ladder.1.party: この連絡順ですでに呼び、応答がなかった当事者です。別の当事者を書いてください。",
        ),
    ),
)
"""Read before they were written down: each line is what the person should see."""
