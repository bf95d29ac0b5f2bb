"""Requests and approvals, a file each; who is locked, and which server has heard of it. Adapter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from core.files import locked, write_private
from core.home import Home
from core.journal import Entry, append, entries
from monitoring.access.request import Paper, Request

LOCK, UNLOCK = "lock", "unlock"


@dataclass(frozen=True, slots=True)
class Locks:
    """`version` counts how often anybody was locked or unlocked: the list's number."""

    version: int
    since: Mapping[str, str]
    """By person, the moment as the journal has it."""


def locks(home: Home) -> Locks:
    """Who is locked now."""
    since: dict[str, str] = {}
    version = 0
    for one in entries(_locks(home)):
        version += 1
        if one["act"] == LOCK:
            since.setdefault(str(one["subject"]), str(one["at"]))
        else:
            since.pop(str(one["subject"]), None)
    return Locks(version, since)


def keep_lock(home: Home, lock: Entry) -> None:
    """One more line: a person is locked or unlocked, by whom and why."""
    append(_locks(home), lock)


def delivered(home: Home, server: str) -> int:
    """The number of the list that the server has; 0 where it was never given one."""
    try:
        return int(_delivered(home, server).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def keep_delivered(home: Home, server: str, version: int) -> None:
    write_private(_delivered(home, server), str(version))


def papers(home: Home) -> list[Paper]:
    """Every request, the first one first. What is no request at all is none."""
    found = []
    for file in _requests(home).glob("*.json"):
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            request = Request.of(data["request"])
            found.append(Paper(request, str(data["signature"]), str(data.get("approval", ""))))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return sorted(found, key=lambda paper: paper.request.number)


def numbering(home: Home) -> AbstractContextManager[None]:
    """Until the block ends nobody else is given a number: a request has it once it is kept."""
    return locked(home.locks / "access-requests")


def next_number(home: Home) -> int:
    """Asked within `numbering`."""
    return 1 + max((paper.request.number for paper in papers(home)), default=0)


def keep_paper(home: Home, paper: Paper) -> None:
    """Anew, or with its approval."""
    data = {
        "request": json.loads(paper.request.words),
        "signature": paper.signature,
        "approval": paper.approval,
    }
    write_private(
        _requests(home) / f"{paper.request.number}.json",
        json.dumps(data, ensure_ascii=False, indent=2) + "\n",
    )


def _requests(home: Home) -> Path:
    return home.access / "requests"


def _locks(home: Home) -> Path:
    return home.access / "locks.jsonl"


def _delivered(home: Home, server: str) -> Path:
    return home.access / "delivered" / server
