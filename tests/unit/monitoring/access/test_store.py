"""What the store keeps shows when it is changed; RELP is read however it is cut."""

from __future__ import annotations

import contextlib
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.eras import JAPAN
from core.journal import FIRST, first_break, seal_of
from monitoring.access.chain import Record, records, sealed
from monitoring.access.relp import Frame, Frames, answer

AT = datetime(2026, 11, 26, 9, 0, tzinfo=JAPAN)


def chain(*words: str) -> list[bytes]:
    lines, before = [], FIRST
    for one in words:
        lines.append(sealed(Record(AT, "10.1.0.5", one), before))
        before = seal_of(lines[-1])
    return lines


def test_lines_are_read_as_they_were_kept() -> None:
    assert [one.words for one in records(chain("一", "二"))] == ["一", "二"]
    assert first_break(chain("一", "二", "三")) is None


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda lines: [lines[0].replace(b"a", b"b"), *lines[1:]], 2),
        (lambda lines: [lines[0], lines[2]], 2),
        (lambda lines: lines[1:], 1),
        (lambda lines: [*lines[:2], b"torn"], 3),
    ],
)
def test_a_line_that_was_changed_or_taken_out_shows(change: object, line: int) -> None:
    assert callable(change)
    assert first_break(change(chain("a", "c", "d"))) == line


SPOKEN = b"1 open 14 relp_version=0\n2 syslog 5 hello\n3 syslog 6 a\nb c \n4 close 0\n"
HEARD = [
    Frame(1, "open", b"relp_version=0"),
    Frame(2, "syslog", b"hello"),
    Frame(3, "syslog", b"a\nb c "),
    Frame(4, "close", b""),
]


@given(st.lists(st.integers(0, len(SPOKEN)), max_size=8).map(sorted))
def test_frames_are_the_same_however_the_connection_cuts_them(cuts: list[int]) -> None:
    frames = Frames()
    found: list[Frame] = []
    for begins, ends in zip([0, *cuts], [*cuts, len(SPOKEN)], strict=True):
        found += frames.hear(SPOKEN[begins:ends])
    assert found == HEARD


def test_each_frame_is_answered_by_its_number() -> None:
    assert answer(HEARD[1]) == b"2 rsp 6 200 OK\n"
    assert answer(HEARD[3]) == b"4 rsp 0\n0 serverclose 0\n"
    assert answer(HEARD[0]).startswith(b"1 rsp 58 200 OK\nrelp_version=0\n")


@given(st.binary(max_size=200))
def test_what_is_no_relp_is_refused_and_nothing_worse(content: bytes) -> None:
    with contextlib.suppress(ValueError):
        list(Frames().hear(content))
