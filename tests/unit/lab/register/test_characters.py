"""A character that not every screen can show is refused by its name; none becomes 〓."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.register.characters import GETA, refused


@pytest.mark.parametrize(
    "name", ["髙橋　花子", "渡邊　凜", "鷗外", "﨑山", "サイトウ　ハナコ", "O'Brien"]
)
def test_names_of_the_repertoire_are_taken(name: str) -> None:
    assert list(refused("氏名", name)) == []


def test_a_character_of_the_municipalitys_own_is_refused_by_its_code() -> None:
    assert list(refused("氏名", "\ue000田")) == [
        "氏名の1文字目は外字（U+E000）です。この団体だけの文字なので登録できません。標準の文字で届け出てください。"
    ]


def test_a_character_outside_the_repertoire_is_refused_by_its_name() -> None:
    assert list(refused("氏名", "邉󠄂")) == [
        "氏名の2文字目は「󠄂」（U+E0102 VARIATION SELECTOR-19）です。"
        "JIS X 0213にもWindows-31Jにもない文字なので登録できません。標準の文字で届け出てください。"
    ]


def test_what_stood_for_a_character_is_refused_too() -> None:
    assert list(refused("住所", "〓町")) == [
        "住所の1文字目は〓（U+3013）です。表示できなかった文字の代わりなので、元の文字を確かめてください。"
    ]


@given(st.text(max_size=20))
def test_what_is_taken_can_be_written_in_one_of_the_two_and_is_no_geta(text: str) -> None:
    if not list(refused("氏名", text)):
        assert all(_comes_back(one) for one in text)
        assert GETA not in text
        assert all(unicodedata.category(one) != "Co" for one in text)


def _comes_back(character: str) -> bool:
    return any(
        character == character.encode(one, "ignore").decode(one)
        for one in ("euc_jis_2004", "cp932")
    )
