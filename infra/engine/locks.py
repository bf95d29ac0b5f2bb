"""Who holds a stack, as Pulumi itself says it. Adapter: reads the file backend's locks.

Those in a database or in object storage only show when Pulumi refuses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_CREATED_BY = re.compile(
    r"created by (?P<user>\S+)@(?P<host>\S+) \(pid (?P<pid>\d+)\) at (?P<since>\S+)"
)
"""Source: Pulumi v3.259.0, pkg/backend/diy/lock.go, checkForLock."""


@dataclass(frozen=True, slots=True)
class PulumiLock:
    user: str
    host: str
    pid: int
    since: str


def locks_named(errors: Iterable[str]) -> list[PulumiLock]:
    """Every lock that a refusal names; none where it is about something else."""
    return [
        PulumiLock(found["user"], found["host"], int(found["pid"]), found["since"])
        for found in _CREATED_BY.finditer("\n".join(errors))
    ]


def locks_in(folder: Path) -> list[PulumiLock]:
    """Every lock of the file backend; one that is half written holds nobody up."""
    found = []
    for file in sorted(folder.glob("*.json")):
        try:
            lock = json.loads(file.read_text(encoding="utf-8"))
            found.append(
                PulumiLock(lock["username"], lock["hostname"], int(lock["pid"]), lock["timestamp"])
            )
        except (OSError, ValueError, KeyError):
            continue
    return found
