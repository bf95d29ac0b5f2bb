"""From nothing to a prompt on a server, and the next time: seconds as a person feels them, as JSON.

On hosts of the lab in a home of their own, so root alone. `python -m bench.access`. Nothing means
that the person has no certificate. A prompt is there when a shell says its first word. Target: at
most 10 s from nothing and 2 s for the next one. Processor seconds are of both ends; on a machine
that has nothing else to do a login takes little more.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.rehearsal.hosts import MEMBER, Rehearsal, rehearsal
from tests.lib.person_keys import give, new_key

SERVER = f"{MEMBER}-core-app-1"
TIMES = 5
PERSON = "sato-hanako"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, rehearsal(Path(folder)) as home:
        key = new_key(Path(folder) / PERSON)
        give(home.home.definitions, key)
        home.kumiai("access", "authority", "new", "ca-bench")
        home.kumiai("configure", MEMBER, "--execute", "--reason", "bench")
        first, later, spent = [], [], []
        for _ in range(TIMES):
            for made in (home.home.access / "certificates").glob("*"):
                made.unlink()
            first.append(prompt(home, key))
            before = home.processor_seconds()
            later.append(prompt(home, key))
            spent.append(home.processor_seconds() - before)
        json.dump(
            {
                "from_nothing_seconds": round(median(first), 2),
                "next_seconds": round(median(later), 2),
                "slowest_from_nothing_seconds": round(max(first), 2),
                "slowest_next_seconds": round(max(later), 2),
                "next_cpu_seconds": round(median(spent), 2),
                "times": TIMES,
                "load": round(os.getloadavg()[0], 1),
            },
            sys.stdout,
            indent=2,
        )


def prompt(home: Rehearsal, key: Path) -> float:
    """Seconds from the command to the first word of the shell on the server."""
    began = time.monotonic()
    home.kumiai(
        *("access", "login", SERVER, "--key", str(key)), "--reason", "bench", "--", "echo ready"
    )
    return time.monotonic() - began


if __name__ == "__main__":
    main()
