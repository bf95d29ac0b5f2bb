"""`kumiai check` of a consortium of all 1,741 municipalities: seconds and peak memory, as JSON.

Beside it, for machines differ: the same files only parsed, by PyYAML's C loader, in a process of
its own. Both work on one core and wait for nothing, so their ratio is that of processor seconds: a
clock also shows what else the machine does.
`python -m bench.check --codes TABLE.csv [--rounds N]`; needs no lab.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.rehearsal.nation import write_nation
from core.home import REPOSITORY

KIB_PER_MIB = 1024

PARSE_ALL = """\
import pathlib, sys, yaml
for file in pathlib.Path(sys.argv[1]).rglob("*.yaml"):
    yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
"""

TABLE = REPOSITORY.parent / "shared" / "data" / "localgovjp-utf8.csv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codes", type=Path, default=TABLE, help="the table of municipalities")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    if not arguments.codes.exists():
        parser.error(f"{arguments.codes} is missing; name a table with --codes")
    with tempfile.TemporaryDirectory(prefix="kumiai-nation-") as name:
        folder = Path(name)
        members = write_nation(REPOSITORY, arguments.codes, folder)
        kumiai = str(REPOSITORY / ".venv" / "bin" / "kumiai")
        found = []
        for _ in range(arguments.rounds):
            check = measured([kumiai, "check"], folder)
            parse = measured([sys.executable, "-c", PARSE_ALL, name], folder)
            found.append(
                {
                    "check_seconds": check.clock,
                    "check_cpu_seconds": check.processor,
                    "peak_mib": check.peak_mib,
                    "parse_seconds": parse.clock,
                    "parse_cpu_seconds": parse.processor,
                }
            )
    print(json.dumps({"members": members, **summary(found)}, indent=2))


@dataclass(frozen=True)
class Measured:
    """Seconds by the clock and of the processor; the peak of resident memory."""

    clock: float
    processor: float
    peak_mib: float


def measured(command: Sequence[str], folder: Path) -> Measured:
    """What a command takes.

    Raises: RuntimeError where the command does not end well.
    """
    environment = {
        **os.environ,
        "KUMIAI_DEFINITIONS": str(folder),
        "KUMIAI_HOME": str(folder / "var"),
    }
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=sys.stderr)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIB_PER_MIB)


def summary(rounds: Sequence[Mapping[str, float]]) -> dict[str, object]:
    middle = {name: round(median(one[name] for one in rounds), 2) for name in rounds[0]}
    ratio = middle["check_cpu_seconds"] / middle["parse_cpu_seconds"]
    return {**middle, "check_by_parse": round(ratio, 2), "rounds": len(rounds)}


if __name__ == "__main__":
    main()
