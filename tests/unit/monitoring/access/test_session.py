"""Lines of a server's log become sessions: who, from where, until when, and what was shown."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.eras import JAPAN
from monitoring.access.session import Line, Session, line_of, moments_in, sessions_of

AT = datetime(2026, 11, 26, 9, 0, tzinfo=JAPAN)
CAME = (
    "Accepted publickey for sato-hanako from 10.1.0.5 port 4242 ssh2: ED25519-CERT SHA256:aaaa ID "
    "sato-hanako (serial 7) CA ED25519 SHA256:bbbb"
)
OPENED = "pam_unix(sshd:session): session opened for user sato-hanako(uid=1003) by (uid=0)"


def line(seconds: int, program: str, words: str, uid: str = "0") -> Line:
    return Line(AT + timedelta(seconds=seconds), "hita-core-app-1", program, "100", uid, words)


def sent(program: str, words: str) -> str:
    return f"<86>1 2026-11-26T09:00:00.123456+09:00 hita-core-app-1 {program} 100 0 - {words}"


def test_a_line_is_read_as_rsyslog_sends_it() -> None:
    found = line_of(sent("sshd", " Accepted publickey for x\n"))
    assert found == Line(
        datetime(2026, 11, 26, 9, 0, 0, 123456, tzinfo=JAPAN),
        *("hita-core-app-1", "sshd", "100", "0", "Accepted publickey for x"),
    )


def test_whatever_is_no_line_is_none() -> None:
    for text in ("", "hello", sent("sshd", "x").replace("2026-11-26", "yesterday")):
        assert line_of(text) is None


def test_a_session_is_its_certificates_from_its_first_word_to_its_last() -> None:
    (found,) = sessions_of(
        [
            line(0, "sshd", CAME),
            line(0, "sshd", OPENED),
            line(0, "kumiai-session", "200 of 10.1.0.5 4242", "1003"),
            line(
                5,
                "tlog",
                '{"rec":"b00-c8-1","time":1795651205.000,"timing":"=80x24>5+2000>3",'
                '"out_txt":"$ id\\r\\n"}',
                "1003",
            ),
            line(60, "sshd", "pam_unix(sshd:session): session closed for user sato-hanako"),
        ]
    )
    began = datetime.fromtimestamp(1795651205, JAPAN)
    assert found == Session(
        server="hita-core-app-1",
        account="sato-hanako",
        person="sato-hanako",
        serial=7,
        key="SHA256:aaaa",
        address="10.1.0.5",
        began_at=AT,
        ended_at=AT + timedelta(seconds=60),
        typed=(began, began + timedelta(seconds=2)),
        shown="$ id\r\n",
        recorded=True,
    )


def test_the_last_words_of_a_recording_come_after_the_connections_end() -> None:
    (found,) = sessions_of(
        [
            line(0, "sshd", CAME),
            line(0, "sshd", OPENED),
            line(0, "kumiai-session", "200 of 10.1.0.5 4242", "1003"),
            line(1, "sshd", "pam_unix(sshd:session): session closed for user sato-hanako"),
            line(
                2,
                "tlog",
                '{"rec":"b00-c8-1","time":"1795651205","timing":">2","out_txt":"ok"}',
                "1003",
            ),
        ]
    )
    assert (found.shown, found.ended_at) == ("ok", AT + timedelta(seconds=1))


def test_a_key_without_a_certificate_is_nobodys() -> None:
    words = "Accepted publickey for debian from 10.1.0.9 port 1 ssh2: ED25519 SHA256:cccc"
    (found,) = sessions_of([line(0, "sshd", words)])
    assert (found.person, found.account, found.recorded) == ("", "debian", False)
    assert found.ended_at is None


def test_a_recording_of_nobody_and_one_that_is_no_json_are_left_out() -> None:
    (found,) = sessions_of(
        [
            line(0, "tlog", "{}", "1003"),
            line(0, "sshd", CAME),
            line(0, "sshd", OPENED),
            line(0, "kumiai-session", "200 of 10.1.0.5 4242", "1003"),
            line(1, "tlog", "{not json", "1003"),
        ]
    )
    assert found.recorded is False


def test_moments_are_those_at_which_something_was_shown() -> None:
    assert moments_in("=80x24>1+500<3+500]0/4", AT) == (AT, AT + timedelta(seconds=1))


def test_a_login_that_anybody_but_root_wrote_into_the_log_is_none() -> None:
    assert sessions_of([line(0, "sshd", CAME, "1003")]) == []


def test_nobody_lays_words_into_the_session_of_another_account() -> None:
    told = '{"rec":"b00-c9-1","time":"1795651205","timing":">2","out_txt":"resident 7"}'
    (found,) = sessions_of(
        [
            line(0, "sshd", CAME),
            line(0, "sshd", OPENED),
            line(0, "kumiai-session", "200 of 10.1.0.5 4242", "1003"),
            line(1, "kumiai-session", "201 of 10.1.0.5 4242", "1004"),
            line(2, "tlog", told, "1004"),
            line(2, "tlog", told.replace("c9", "c8"), "1004"),
        ]
    )
    assert (found.shown, found.recorded) == ("", False)
