"""How many examples a property test tries."""

from __future__ import annotations

import os

ALL = os.environ.get("KUMIAI_EXAMPLES") == "all"
QUICK_PART = 10
"""`make check` tries one in so many, to stay under a minute; `make test` tries all."""


def examples(number: int) -> int:
    return number if ALL else number // QUICK_PART
