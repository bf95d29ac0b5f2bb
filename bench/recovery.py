"""A municipality's copies: taken, pulled, proven, restored, written out; per GiB, in JSON.

On a lab and a home of its own, beside the operator's. `python -m bench.recovery [--member aya]`.
CPU is what kumiai and what the lab's programs used meanwhile: Cinder packs and hashes, Swift keeps.
`extract` is what has to pass before data can be read without any OpenStack: the data-access RTO.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from core.home import Home
from lab.definition import Lab, lab_of
from lab.processes import living
from recovery import trials
from tenants.store import read_definitions

NETWORK = "127.0.31"
EXECUTE = ("--execute", "--reason", "bench")
FILLED_MIB = 64
"""Random bytes that are written into each volume, as data that cannot be packed."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--member", default="aya")
    member = parser.parse_args().member
    home = Home(Home.of(os.environ).root / "bench-recovery")
    os.environ["KUMIAI_HOME"] = str(home.root)
    os.environ["KUMIAI_LAB_NETWORK"] = NETWORK
    prepare(home)
    lab = lab_of(os.environ)
    try:
        kumiai("lab", "up", "--no-watch")
        kumiai("lab", "reset")
        kumiai("up", member, *EXECUTE)
        kumiai("backup", "set-up", *EXECUTE)
        gib = fill(lab)
        print(json.dumps({"cores": os.cpu_count(), "gib": gib, **figures(lab, home, member, gib)}))
    finally:
        kumiai("lab", "down")


def prepare(home: Home) -> None:
    """An image to upload, and nothing that an earlier run left."""
    for name in ("state", "stacks", "applied", "credentials", "locks", "backups", "trials"):
        shutil.rmtree(home.root / name, ignore_errors=True)
    home.clouds_file.unlink(missing_ok=True)
    home.images.mkdir(parents=True, exist_ok=True)
    with (home.images / "kumiai-guest.raw").open("wb") as image:
        image.truncate(2**20)


def fill(lab: Lab) -> float:
    """GiB that the primary's volumes are declared to be; each gets bytes of its own."""
    size = 0
    for file in (lab.site("primary").folder / "data" / "cinder" / "volumes").glob("volume-*"):
        with file.open("r+b") as volume:
            for _ in range(FILLED_MIB):
                volume.write(os.urandom(2**20))
        size += file.stat().st_size
    return size / 2**30


def figures(lab: Lab, home: Home, member: str, gib: float) -> dict[str, dict[str, float]]:
    def measured(*words: str) -> dict[str, float]:
        return per_gib(lab, gib, lambda: kumiai("backup", *words, *EXECUTE))

    found = {"full": measured("run", member), "pull": measured("pull", member)}
    found["incremental"] = measured("run", member)
    kumiai("backup", "pull", member, *EXECUTE)
    found["prove"] = measured("prove", member)
    found["restore"] = measured_trial(lab, home, member, gib)
    found["extract"] = measured("extract", member, "--to", str(home.root / "extracted"))
    return found


def measured_trial(lab: Lab, home: Home, member: str, gib: float) -> dict[str, float]:
    """Restored where it would move to, compared, its servers started, and cleared away; and of that
    the restores alone, as many at once as the site is allowed."""
    found = per_gib(lab, gib, lambda: kumiai("failover", "test", member, *EXECUTE))
    [told] = trials.measured_at(home, "remote")
    definitions, _ = read_definitions(home.definitions)
    assert definitions is not None
    at_once = definitions.recovery.value.rates.at_once
    alone = sum(one.restore_seconds for one in told.volumes) / at_once
    return {**found, "restores_alone_seconds_per_gib": round(alone / gib, 2)}


def per_gib(lab: Lab, gib: float, act: Callable[[], None]) -> dict[str, float]:
    began, before, own = time.monotonic(), cpu(lab), children_cpu()
    act()
    wall = time.monotonic() - began
    return {
        "seconds": round(wall, 1),
        "seconds_per_gib": round(wall / gib, 2),
        "lab_cpu_seconds_per_gib": round((cpu(lab) - before) / gib, 2),
        "kumiai_cpu_seconds_per_gib": round((children_cpu() - own) / gib, 2),
    }


def cpu(lab: Lab) -> float:
    """Seconds of all the lab's programs that live."""
    return sum(used(one.pid) for one in living(lab.root))


def used(pid: int) -> float:
    try:
        times = psutil.Process(pid).cpu_times()
        return float(times.user + times.system)
    except psutil.NoSuchProcess:
        return 0.0


def children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system


def kumiai(*words: str) -> None:
    """Raises: RuntimeError where it does not end well."""
    program = Path(sys.executable).parent / "kumiai"
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr + done.stdout)


if __name__ == "__main__":
    main()
