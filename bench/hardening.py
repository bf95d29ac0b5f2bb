"""How hard an independent checker finds a server before its roles and after them, as JSON.

Lynis, Debian's package, on one host of the lab in a home of its own, so root alone.
`python -m bench.hardening`. The same image both times; `left` is what it would still do.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from bench.rehearsal.hosts import MEMBER, rehearsal
from tests.lib.guests import Guests
from tests.lib.lynis import audited, install

SERVER = f"{MEMBER}-core-app-1"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, rehearsal(Path(folder)) as home:
        guests = Guests(home.home)
        install(guests, SERVER)
        before = audited(guests, SERVER)
        home.kumiai("configure", MEMBER, "--execute", "--reason", "bench")
        after = audited(guests, SERVER)
    json.dump(
        {
            "lynis": after.version,
            "tests": after.tests,
            "index_before": before.index,
            "index_after": after.index,
            "warnings_before": list(before.warnings),
            "warnings_after": list(after.warnings),
            "suggestions_before": len(before.suggestions),
            "suggestions_after": len(after.suggestions),
            "left": list(after.suggestions),
        },
        sys.stdout,
        indent=2,
    )


if __name__ == "__main__":
    main()
