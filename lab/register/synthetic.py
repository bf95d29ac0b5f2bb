"""Residents who do not exist: the same chance gives the same people. Pure.

Names are combined from common ones, addresses from words of no municipality; whoever bears such a
name is not meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from lab.register.resident import Particulars, Sex

FAMILY = (
    *(("佐藤", "サトウ"), ("髙橋", "タカハシ"), ("渡邊", "ワタナベ"), ("齋藤", "サイトウ")),
    *(("河野", "カワノ"), ("後藤", "ゴトウ"), ("甲斐", "カイ"), ("黒木", "クロキ")),
    *(("安部", "アベ"), ("阿南", "アナン"), ("日髙", "ヒダカ"), ("長友", "ナガトモ")),
)
GIVEN = {
    Sex.FEMALE: (
        *(("花子", "ハナコ"), ("美咲", "ミサキ"), ("陽菜", "ヒナ"), ("和子", "カズコ")),
        *(("さくら", "サクラ"), ("千代", "チヨ"), ("凜", "リン"), ("由美", "ユミ")),
    ),
    Sex.MALE: (
        *(("太郎", "タロウ"), ("健一", "ケンイチ"), ("蓮", "レン"), ("清", "キヨシ")),
        *(("大翔", "ヒロト"), ("茂", "シゲル"), ("翔太", "ショウタ"), ("正男", "マサオ")),
    ),
}
QUARTERS = ("本町", "新町", "川原", "上の原", "中島", "港町", "桜ケ丘", "東山")
OLDEST_DAYS = 100 * 365

Chosen = TypeVar("Chosen")


class Chance(Protocol):
    """`random.Random(seed)`, for whoever calls."""

    def choice(self, seq: Sequence[Chosen]) -> Chosen: ...

    def randint(self, a: int, b: int) -> int: ...


def households(chance: Chance, today: date) -> Iterator[tuple[Particulars, date]]:
    """Persons and the days they moved in, household by household, for ever."""
    while True:
        family, family_kana = chance.choice(FAMILY)
        address = (
            f"{chance.choice(QUARTERS)}{chance.randint(1, 5)}丁目"
            f"{chance.randint(1, 30)}番{chance.randint(1, 20)}号"
        )
        householder = ""
        for _ in range(chance.choice((1, 1, 2, 2, 3, 4))):
            sex = chance.choice((Sex.FEMALE, Sex.MALE))
            given, given_kana = chance.choice(GIVEN[sex])
            name = f"{family}　{given}"
            householder = householder or name
            born = today - timedelta(days=chance.randint(1, OLDEST_DAYS))
            came = born + timedelta(days=chance.randint(0, (today - born).days))
            kana = f"{family_kana}　{given_kana}"
            yield Particulars(name, kana, born, sex, address, householder), came
