"""What reaches a screen through a sentence."""

from __future__ import annotations

from core.message import say


def test_a_terminals_sequence_in_a_value_is_written_out() -> None:
    assert str(say("{name} is new", name="\x1b[31mhita")) == "\\x1b[31mhita is new"


def test_what_turns_the_direction_of_a_text_is_written_out() -> None:
    assert str(say("{name} is new", name="ab\u202edc")) == "ab\\u202edc is new"


def test_japanese_full_width_spaces_and_lines_of_other_programs_stay() -> None:
    assert str(say("said: {words}", words="日田　市\n\tline")) == "said: 日田　市\n\tline"
