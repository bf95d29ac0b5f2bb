"""What a command said on standard error, without the lines that only show that it is at work."""

from __future__ import annotations

import re

AT_WORK = re.compile(r" … \d+(?: s|秒)$")


def told(errors: str) -> list[str]:
    return [line for line in errors.splitlines() if not AT_WORK.search(line)]
