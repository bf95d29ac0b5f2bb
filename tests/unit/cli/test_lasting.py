"""How commands end that are told to, and where a program is to listen, as a person writes it."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from cli.lasting import interrupted_when_ended, place_of
from core.errors import UserError

AT_WORK = """
import time

from cli.lasting import interrupted_when_ended
from cli.session import Session, user_errors_shown
from core.language import Language

interrupted_when_ended()
with user_errors_shown(Session.start(Language.EN)):
    try:
        print("at work", flush=True)
        time.sleep(600)
    finally:
        print("what it began was ended", flush=True)
"""

EXAMPLE = "127.0.0.1:9189"


def test_a_place_is_an_address_and_a_port() -> None:
    assert place_of("192.0.2.6:9189", EXAMPLE) == ("192.0.2.6", 9189)
    assert place_of("localhost:65535", EXAMPLE) == ("localhost", 65535)


@pytest.mark.parametrize(
    "text", ["", "9189", ":9189", "localhost", "localhost:", "localhost:http", "localhost:65536"]
)
def test_what_is_no_place_is_told_with_an_example(text: str) -> None:
    with pytest.raises(UserError) as refused:
        place_of(text, EXAMPLE)
    assert str(refused.value) == f"{text} is no place to listen; write it as 127.0.0.1:9189"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_is_ended_ends_what_it_began_and_says_so(number: signal.Signals) -> None:
    begun = subprocess.Popen(
        [sys.executable, "-c", AT_WORK], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert begun.stdout is not None
    assert begun.stdout.readline() == "at work\n"
    begun.send_signal(number)
    out, err = begun.communicate(timeout=60)

    assert (out, begun.returncode) == ("what it began was ended\n", 130)
    assert err == "interrupted; run it again, and it goes on from there\n"


def test_what_does_not_hear_that_its_terminal_closes_goes_on() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as under nohup
    try:
        interrupted_when_ended()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
