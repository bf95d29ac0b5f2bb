"""Who holds a stack whose state is kept elsewhere, as Pulumi itself says it. Pure.

The locks of the file backend can be read; those in a database or in object storage only show when
Pulumi refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

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
