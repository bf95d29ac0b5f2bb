"""From nothing to a prompt on a server, and the next time: seconds as a person feels them, as JSON.

On hosts of the lab in a home of their own, so root alone. `python -m bench.access`. Nothing means
that the person has no certificate. A prompt is there when a shell says its first word. Target: at
most 10 s from nothing and 2 s for the next one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.rehearsal.hosts import MEMBER, Rehearsal, rehearsal

SERVER = f"{MEMBER}-core-app-1"
TIMES = 5
PERSON = "sato-hanako"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, rehearsal(Path(folder)) as home:
        key = person(home, Path(folder))
        home.kumiai("access", "authority", "new", "ca-bench")
        home.kumiai("configure", MEMBER, "--execute", "--reason", "bench")
        first, later = [], []
        for _ in range(TIMES):
            for made in (home.home.access / "certificates").glob("*"):
                made.unlink()
            first.append(prompt(home, key))
            later.append(prompt(home, key))
        json.dump(
            {
                "from_nothing_seconds": round(median(first), 2),
                "next_seconds": round(median(later), 2),
                "slowest_from_nothing_seconds": round(max(first), 2),
                "slowest_next_seconds": round(max(later), 2),
                "times": TIMES,
            },
            sys.stdout,
            indent=2,
        )


def person(home: Rehearsal, folder: Path) -> Path:
    """The private key of a shipped person, whose file has its public half from now on."""
    key = folder / PERSON
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", PERSON, "-f", str(key)]
    subprocess.run(made, check=True)
    public = key.with_name(f"{PERSON}.pub").read_text(encoding="ascii").strip()
    file = home.home.definitions / "monitoring/operators" / f"{PERSON}.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    mended = [f"  - {public}" if "ssh-ed25519" in line else line for line in lines]
    file.write_text("\n".join(mended) + "\n", encoding="utf-8")
    return key


def prompt(home: Rehearsal, key: Path) -> float:
    """Seconds from the command to the first word of the shell on the server."""
    began = time.monotonic()
    home.kumiai(
        *("access", "login", SERVER, "--key", str(key)), "--reason", "bench", "--", "echo ready"
    )
    return time.monotonic() - began


if __name__ == "__main__":
    main()
