"""A resident as the register keeps one, and what may not be written of one. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.eras import era_year
from lab.register.characters import refused


class Sex(StrEnum):
    MALE = "男"
    FEMALE = "女"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a person says at the counter when moving in."""

    name: str
    kana: str
    born_on: date
    sex: Sex
    address: str
    householder: str


@dataclass(frozen=True, slots=True)
class Resident:
    """`number` is the register's own, and never given again. `left_on` is None who lives here."""

    number: int
    particulars: Particulars
    moved_in_on: date
    left_on: date | None
    left_for: str | None


def objections(particulars: Particulars, moved_in_on: date, today: date) -> Iterator[str]:
    """Why it may not be written, a sentence each; nothing is written where there is one."""
    for label, text in (
        ("氏名", particulars.name),
        ("フリガナ", particulars.kana),
        ("住所", particulars.address),
        ("世帯主", particulars.householder),
    ):
        if not text.strip():
            yield f"{label}が空です。入力してください。"
        yield from refused(label, text)
    if particulars.born_on > moved_in_on:
        yield "生年月日が転入日より後です。どちらかを直してください。"
    if moved_in_on > today:
        yield "転入日が今日より後です。届出は転入した後に受け付けます。"


def in_era(day: date) -> str:
    """As a certificate writes it: 令和8年11月26日."""
    return f"{era_year(day)}{day.month}月{day.day}日"
