"""What a command said on standard error, without the lines that only show that it is at work."""

from __future__ import annotations

import re

AT_WORK = re.compile(r" (?:…|\\u2026) \d+(?: s|秒|\\u79d2)$")
"""Also as a terminal spells it out that knows no such letters."""


def told(errors: str) -> list[str]:
    return [line for line in errors.splitlines() if not AT_WORK.search(line)]
