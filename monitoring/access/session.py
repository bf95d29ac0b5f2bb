"""What the site's store tells of sessions: who came in with what, from where, what was shown. Pure.

sshd says who came in (`ID sato-hanako (serial 7)` is the certificate's), the session itself says
which recording is its own, and tlog says what its terminal showed. Source of the lines: OpenSSH 9.2
(auth.c) and tlog 12.1 (tlog-rec-session(8)), as Debian 12's servers write them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.eras import JAPAN

RECORDS_WITH = "kumiai-session"
"""The tag of the line by which a session names its recording."""

ROOT = "0"

_LINE = re.compile(
    r"<\d+>1 (?P<at>\S+) (?P<server>\S+) (?P<program>\S+) (?P<pid>\S+) (?P<uid>\S+) - ?"
    r"(?P<words>.*)",
    re.DOTALL,
)
_CAME_IN = re.compile(
    r"Accepted publickey for (?P<account>\S+) from (?P<address>\S+) port (?P<port>\d+) ssh2: "
    r"\S+ (?P<key>SHA256:\S+)"
    r"(?: ID (?P<person>\S+) \(serial (?P<serial>\d+)\) CA .*)?"
)
_OPENED = re.compile(
    r"pam_unix\(sshd:session\): session opened for user [^(\s]+\(uid=(?P<uid>\d+)\)"
)
_LEFT = "pam_unix(sshd:session): session closed for user"
_RECORDING = re.compile(r"(?P<recording>\d+) of (?P<address>\S+) (?P<port>\d+)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a server's log. `uid` is whose program wrote it, as the kernel says."""

    at: datetime
    server: str
    program: str
    pid: str
    uid: str
    words: str


@dataclass(frozen=True, slots=True)
class Session:
    """One login, from the first word to the last. `person` is whom its certificate names.

    `ended_at` is None where nothing is known of its end. `typed` are the moments at which its
    terminal showed something new: what a person types is not recorded, lest passwords are.
    """

    server: str
    account: str
    person: str
    serial: int
    key: str
    address: str
    began_at: datetime
    ended_at: datetime | None = None
    typed: tuple[datetime, ...] = ()
    shown: str = field(default="", repr=False)
    recorded: bool = False

    @property
    def last_at(self) -> datetime:
        """When it was heard of last."""
        return self.ended_at or max(self.typed, default=self.began_at)

    def meets(self, other: Session) -> bool:
        """Whether there is a moment at which both are open."""
        return self.began_at < other.last_at and other.began_at < self.last_at

    def touches(self, begins: datetime, ends: datetime) -> bool:
        return self.began_at < ends and begins <= self.last_at


def line_of(text: str) -> Line | None:
    """A line as rsyslog sends it (RFC 5424); None where it is none."""
    found = _LINE.fullmatch(text.rstrip("\n"))
    if found is None:
        return None
    try:
        at = datetime.fromisoformat(found["at"])
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    said = (found["program"], found["pid"], found["uid"], found["words"].strip())
    return Line(at.astimezone(JAPAN), found["server"], *said)


def sessions_of(lines: Iterable[Line]) -> list[Session]:
    """Every session that the lines tell of, in the order in which they began.

    Who came in and who left is believed of root's sshd alone: anybody may write into a log. A
    recording is a session's where its account wrote it, so that nobody lays words in another's.
    """
    found: list[Session] = []
    by_pid: dict[tuple[str, str], int] = {}
    by_port: dict[tuple[str, str, str], int] = {}
    uids: dict[int, str] = {}
    by_recording: dict[tuple[str, str, str], int] = {}
    told_of: dict[int, list[_Told]] = {}
    for line in lines:
        if line.program == "sshd" and line.uid == ROOT:
            came = _CAME_IN.match(line.words)
            if came is not None:
                by_pid[line.server, line.pid] = len(found)
                by_port[line.server, came["address"], came["port"]] = len(found)
                found.append(_begun(line, came))
            elif (line.server, line.pid) not in by_pid:
                continue
            elif opened := _OPENED.match(line.words):
                uids[by_pid[line.server, line.pid]] = opened["uid"]
            elif line.words.startswith(_LEFT):
                ended = by_pid.pop((line.server, line.pid))
                found[ended] = replace(found[ended], ended_at=line.at)
        elif line.program == RECORDS_WITH:
            named = _RECORDING.match(line.words)
            port = (line.server, named["address"], named["port"]) if named else None
            if named is not None and port in by_port and uids.get(by_port[port]) == line.uid:
                by_recording[line.server, line.uid, named["recording"]] = by_port[port]
        elif line.program == "tlog":
            told = _told(line)
            recorded = by_recording.get((line.server, line.uid, told.pid)) if told else None
            if told is not None and recorded is not None:
                told_of.setdefault(recorded, []).append(told)
    whole = [_shown(one, told_of.get(place, ())) for place, one in enumerate(found)]
    return sorted(whole, key=lambda one: (one.began_at, one.server))


def _begun(line: Line, came: re.Match[str]) -> Session:
    return Session(
        line.server,
        came["account"],
        came["person"] or "",
        int(came["serial"] or 0),
        came["key"],
        came["address"],
        line.at,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """One message of a recording. `pid` is its program's, as the recording's own name has it."""

    pid: str
    began: datetime
    timing: str
    text: str


def _told(line: Line) -> _Told | None:
    try:
        told = json.loads(line.words)
        pid = str(int(str(told["rec"]).split("-")[1], 16))
        began = datetime.fromtimestamp(float(told["time"]), JAPAN)
        return _Told(pid, began, str(told["timing"]), str(told["out_txt"]))
    except (ValueError, KeyError, TypeError, IndexError, OSError, OverflowError):
        return None


def _shown(session: Session, told: Sequence[_Told]) -> Session:
    """The session with what its recording tells."""
    return replace(
        session,
        recorded=bool(told),
        typed=tuple(moment for one in told for moment in moments_in(one.timing, one.began)),
        shown="".join(one.text for one in told),
    )


_TIMING = re.compile(r"(?P<kind>[=+<>\[\]])(?P<value>\d+)(?:[x/]\d+)?")


def moments_in(timing: str, began: datetime) -> tuple[datetime, ...]:
    """When something was shown. `+` is a delay in ms, `>` text and `]` bytes that were shown.

    >>> len(moments_in("=80x24>1+500>2+0]1/0", datetime(2026, 11, 26, tzinfo=JAPAN)))
    3
    """
    at, found = began, []
    for one in _TIMING.finditer(timing):
        if one["kind"] == "+":
            at += timedelta(milliseconds=int(one["value"]))
        elif one["kind"] in ">]":
            found.append(at)
    return tuple(found)
