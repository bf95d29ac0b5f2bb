"""Copies taken, pulled, proven, restored, written out: per GiB. Then their site is lost. JSON.

On a lab and a home of its own, beside the operator's. `python -m bench.recovery [--members N]`:
small municipalities, of two volumes of 1 GiB each. CPU is what kumiai and what the lab's programs
used meanwhile: Cinder packs and hashes, Swift keeps. `extract` is what has to pass before data can
be read without any OpenStack: the data-access RTO. In the end the primary is killed, and all of
them are brought up at the other site by one `failover run`: beside it what the restores alone
take, as many at once as the files allow, and what it takes to bring them up one after the other,
both measured in trials before. `load` is what waits for a core when a figure has been taken: on a
machine that does other things as well only ratios say something.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from core.home import Home
from lab.definition import Lab, lab_of
from lab.processes import living
from recovery import trials
from tenants.store import read_definitions
from tests.lib.definitions import as_small, copied_to

NETWORK = "127.0.31"
EXECUTE = ("--execute", "--reason", "bench")
FILLED_MIB = 64
"""Random bytes that are written into each volume, as data that cannot be packed."""
MEMBERS = (
    *("aya", "kadogawa", "hita", "usuki", "hyuga"),
    *("yufu", "usa", "nobeoka", "kitsuki", "kushima"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=4, choices=range(1, len(MEMBERS) + 1))
    members = MEMBERS[: parser.parse_args().members]
    home = Home(Home.of(os.environ).root / "bench-recovery")
    os.environ["KUMIAI_HOME"] = str(home.root)
    os.environ.setdefault("KUMIAI_LAB_NETWORK", NETWORK)
    prepare(home, members)
    lab = lab_of(os.environ)
    try:
        kumiai("lab", "up", "--no-watch")
        kumiai("lab", "reset")
        kumiai("up", *EXECUTE)
        kumiai("backup", "set-up", *EXECUTE)
        gib = fill(lab)
        found = {"cores": os.cpu_count(), "members": len(members), "gib": gib}
        print(json.dumps({**found, **figures(lab, home, members, gib)}, indent=2))
    finally:
        kumiai("lab", "down")


def prepare(home: Home, members: Sequence[str]) -> None:
    """An image to upload, files of their own, and nothing that an earlier run left."""
    shutil.rmtree(home.root, ignore_errors=True)
    home.images.mkdir(parents=True)
    with (home.images / "kumiai-guest.raw").open("wb") as image:
        image.truncate(2**20)
    definitions = as_small(copied_to(home.root / "definitions"), members)
    os.environ["KUMIAI_DEFINITIONS"] = str(definitions)


def fill(lab: Lab) -> float:
    """GiB that the primary's volumes are declared to be; each gets bytes of its own."""
    size = 0
    for file in (lab.site("primary").folder / "data" / "cinder" / "volumes").glob("volume-*"):
        with file.open("r+b") as volume:
            for _ in range(FILLED_MIB):
                volume.write(os.urandom(2**20))
        size += file.stat().st_size
    return size / 2**30


def figures(
    lab: Lab, home: Home, members: Sequence[str], gib: float
) -> dict[str, dict[str, float]]:
    def measured(word: str) -> dict[str, float]:
        return per_gib(lab, gib, lambda: kumiai("backup", word, *members, *EXECUTE))

    found = {"full": measured("run"), "pull": measured("pull"), "incremental": measured("run")}
    kumiai("backup", "pull", *members, *EXECUTE)
    found["prove"] = measured("prove")
    found["trial"] = per_gib(lab, gib, lambda: tried(members))
    found["extract"] = per_gib(lab, gib, lambda: extracted(home, members))
    restores, in_turn = restores_alone(home), one_after_another(home)
    found["failover"] = failed_over(lab, home, members, gib)
    seconds = found["failover"]["seconds"]
    found["failover"] |= {
        "restores_alone_seconds": round(restores, 1),
        "by_restores_alone": round(seconds / restores, 2),
        "one_after_another_seconds": round(in_turn, 1),
        "times_as_fast_as_one_after_another": round(in_turn / seconds, 2),
    }
    return found


def tried(members: Sequence[str]) -> None:
    """Each restored where it would move to, compared, its servers started, and cleared away."""
    for member in members:
        kumiai("failover", "test", member, *EXECUTE)


def restores_alone(home: Home) -> float:
    """Seconds, of all volumes that were restored for trial, as many at once as is allowed."""
    definitions, _ = read_definitions(Path(os.environ["KUMIAI_DEFINITIONS"]))
    assert definitions is not None
    volumes = [one for told in trials.measured_at(home, "remote") for one in told.volumes]
    return sum(one.restore_seconds for one in volumes) / definitions.recovery.value.rates.at_once


def one_after_another(home: Home) -> float:
    """Seconds until each ran, had the next begun only then: as long as their trials took."""
    told = [trials.newest_of(home, member) for member in MEMBERS]
    return float(sum(one.runs_after_seconds for one in told if one is not None))


def extracted(home: Home, members: Sequence[str]) -> None:
    for member in members:
        to = str(home.root / "extracted" / member)
        kumiai("backup", "extract", member, "--to", to, *EXECUTE)


def failed_over(lab: Lab, home: Home, members: Sequence[str], gib: float) -> dict[str, float]:
    """Two persons declare that the primary is lost; what the run takes that follows."""
    second = {"KUMIAI_HOME": str(home.root.with_name("bench-recovery-second-person"))}
    kumiai("signer", "new", "sato")
    kumiai("signer", "new", "suzuki", **second)
    kumiai("lab", "kill", "primary")
    told = kumiai("failover", "declare", *members, "--site", "primary", *EXECUTE)
    move = told.partition("declared as ")[2].partition(";")[0]
    kumiai("failover", "confirm", move, "--execute", **second)
    return per_gib(lab, gib, lambda: kumiai("failover", "run", move, *EXECUTE))


def per_gib(lab: Lab, gib: float, act: Callable[[], object]) -> dict[str, float]:
    began, before, own = time.monotonic(), cpu(lab), children_cpu()
    act()
    wall = time.monotonic() - began
    return {
        "seconds": round(wall, 1),
        "seconds_per_gib": round(wall / gib, 2),
        "lab_cpu_seconds_per_gib": round((cpu(lab) - before) / gib, 2),
        "kumiai_cpu_seconds_per_gib": round((children_cpu() - own) / gib, 2),
        "load": round(os.getloadavg()[0], 1),
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


def kumiai(*words: str, **settings: str) -> str:
    """What it printed. Raises: RuntimeError where it does not end well."""
    program = Path(sys.executable).parent / "kumiai"
    done = subprocess.run(
        [program, *words],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr + done.stdout)
    return done.stdout


if __name__ == "__main__":
    main()
