"""Whoever waits at a pipe sees that something is at work, and what."""

from __future__ import annotations

import io
import threading
import time
from dataclasses import replace
from threading import Event

from cli.alive import alive, until_first_word
from cli.output import Screen
from cli.session import Session
from core.language import Language
from core.message import say
from tests.lib.waiting import until

A_LONG_TIME = 1000.0
"""Seconds: nothing of it is waited for."""


def stands() -> float:
    """A clock that shows the same, however slow the machine is."""
    return 0.0


def piped(language: Language) -> tuple[Session, io.StringIO]:
    errors = io.StringIO()
    session = Session.start(language)
    spoken = Event()
    out = Screen(spoken, file=io.StringIO(), soft_wrap=True)
    err = Screen(spoken, file=errors, soft_wrap=True)
    return replace(session, out=out, err=err, spoken=spoken), errors


def test_what_is_done_at_once_says_nothing() -> None:
    session, errors = piped(Language.EN)
    with alive(session, lambda: say("looking at what stands")):
        pass
    assert errors.getvalue() == ""


def test_what_takes_long_is_told_again_and_again_as_it_goes_on() -> None:
    session, errors = piped(Language.EN)
    count = 0
    with alive(
        session,
        lambda: say(
            "{done} of {all} done, at work on: {subjects}", done=count, all=3, subjects="hita"
        ),
        first=0.01,
        every=0.01,
        clock=stands,
    ):
        until(lambda: "0 of 3 done, at work on: hita … 0 s\n" in errors.getvalue(), "the first")
        count = 1
        until(lambda: "1 of 3 done, at work on: hita … 0 s\n" in errors.getvalue(), "the next")
    lines = errors.getvalue().splitlines()
    assert lines[0] == "0 of 3 done, at work on: hita … 0 s"
    assert lines[-1] == "1 of 3 done, at work on: hita … 0 s"


def test_it_is_told_in_the_readers_language() -> None:
    session, errors = piped(Language.JA)
    with alive(session, lambda: say("looking at what stands"), first=0.01, clock=stands):
        until(lambda: errors.getvalue() != "", "a line")
    assert errors.getvalue().splitlines()[0] == "現状を調べています … 0秒"


def test_nothing_more_is_told_once_it_has_ended() -> None:
    session, errors = piped(Language.EN)
    with alive(session, lambda: say("looking at what stands"), first=0.01, every=0.01):
        until(lambda: errors.getvalue() != "", "a line")
    told = errors.getvalue()
    time.sleep(0.05)
    assert errors.getvalue() == told


def test_a_command_that_says_nothing_for_long_is_told_to_be_at_work_again_and_again() -> None:
    session, errors = piped(Language.JA)
    with until_first_word(session, first=0.01, every=0.01, clock=stands):
        until(lambda: errors.getvalue().count("作業中 … 0秒\n") > 1, "a second line")


def test_from_its_first_word_on_a_command_speaks_for_itself() -> None:
    session, errors = piped(Language.EN)
    threads = threading.active_count()
    with until_first_word(session, first=0.01, every=0.01, clock=stands):
        until(lambda: "at work … 0 s\n" in errors.getvalue(), "a line")
        session.say(say("done"))
        until(lambda: threading.active_count() == threads, "nothing tells any more")
        told = errors.getvalue()
        time.sleep(0.05)
        assert errors.getvalue() == told


def test_what_shows_by_itself_what_it_does_is_not_told_twice() -> None:
    session, errors = piped(Language.EN)
    threads = threading.active_count()
    with (
        until_first_word(session, first=A_LONG_TIME),
        alive(session, lambda: say("looking at what stands"), first=0.01, clock=stands),
    ):
        until(lambda: errors.getvalue() != "", "a line")
        until(lambda: threading.active_count() == threads + 1, "the other tells no more")
    assert set(errors.getvalue().splitlines()) == {"looking at what stands … 0 s"}
