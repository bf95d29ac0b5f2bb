"""What may not be written of a resident, and dates as a certificate writes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lab.register.resident import Particulars, Sex, in_era, objections

HANAKO = Particulars(
    "髙橋　花子", "タカハシ　ハナコ", date(1989, 1, 7), Sex.FEMALE, "本町1丁目2番3号", "髙橋　太郎"
)
CAME = date(2026, 4, 1)
TODAY = date(2026, 11, 26)


def test_a_person_who_can_be_written_has_no_objection() -> None:
    assert list(objections(HANAKO, CAME, TODAY)) == []


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = replace(HANAKO, name=" ", born_on=date(2027, 1, 1))
    assert list(objections(wrong, date(2026, 12, 1), TODAY)) == [
        "氏名が空です。入力してください。",
        "生年月日が転入日より後です。どちらかを直してください。",
        "転入日が今日より後です。届出は転入した後に受け付けます。",
    ]


def test_the_last_day_of_showa_and_the_first_of_heisei() -> None:
    assert in_era(date(1989, 1, 7)) == "昭和64年1月7日"
    assert in_era(date(1989, 1, 8)) == "平成元年1月8日"
    assert in_era(date(2026, 11, 26)) == "令和8年11月26日"
