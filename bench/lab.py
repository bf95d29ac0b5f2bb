"""How long the lab takes and how much memory it needs, as JSON on standard output.

Measured on a lab of its own, beside the operator's: `python -m bench.lab`. Packages of Debian
and the downloads of uv are there already; `--keep-environment` leaves OpenStack installed too.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from core.home import Home
from lab.definition import Lab, lab_of
from lab.processes import living

NETWORK = "127.0.31"
KIB_PER_GIB = 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep-environment", action="store_true")
    keep_environment = parser.parse_args().keep_environment
    os.environ["KUMIAI_HOME"] = str(Home.of(os.environ).root / "bench-lab")
    os.environ["KUMIAI_LAB_NETWORK"] = NETWORK
    if not keep_environment:
        # Not the checkout's own, from which the operator's lab may be running.
        os.environ["KUMIAI_PROGRAMS"] = str(Home.of(os.environ).root)
    lab = lab_of(os.environ)
    kumiai("down")
    for folder in (lab.root, *(() if keep_environment else (lab.venv,))):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        print(json.dumps(figures(lab), indent=2))
    finally:
        kumiai("down")


def figures(lab: Lab) -> dict[str, float]:
    found = {"from_nothing_seconds": seconds(lambda: kumiai("up"))}
    kumiai("down")
    found["from_stopped_seconds"] = seconds(lambda: kumiai("up"))
    found["memory_after_start_gib"] = memory_gib(lab)
    found["reset_seconds"] = seconds(lambda: kumiai("reset"))
    found["kill_site_seconds"] = seconds(lambda: kumiai("kill", "primary"))
    found["start_site_after_kill_seconds"] = seconds(lambda: kumiai("start", "primary"))
    found["up_when_it_runs_seconds"] = seconds(lambda: kumiai("up"))
    found["idle_share_of_one_core"] = idle_share(lab)
    found["down_seconds"] = seconds(lambda: kumiai("down"))
    return {name: round(value, 2) for name, value in found.items()}


def kumiai(*words: str) -> None:
    command = [str(Path(sys.executable).parent / "kumiai"), "lab", *words]
    subprocess.run(command, check=True, stdout=sys.stderr)


def seconds(work: Callable[[], None]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def memory_gib(lab: Lab) -> float:
    """Proportional set size of all processes: shared pages count once."""
    total = 0
    for process in living(lab.root):
        rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
        total += int(found[1]) if found else 0
    return total / KIB_PER_GIB


def idle_share(lab: Lab, over_seconds: float = 15) -> float:
    """What the lab computes while nobody asks it for anything, as a share of one core."""
    before = cpu_seconds(lab)
    time.sleep(over_seconds)
    return (cpu_seconds(lab) - before) / over_seconds


def cpu_seconds(lab: Lab) -> float:
    ticks = 0
    for process in living(lab.root):
        fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
