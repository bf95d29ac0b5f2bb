"""A run that changes nothing: `kumiai configure` against plain `ansible-playbook`, as JSON.

The same roles, inventory and servers, on hosts of the lab in a home of their own, so root alone.
`python -m bench.configure`. Plain is Ansible as it comes, with our inventory and keys; ours is all
that `kumiai configure` does, its own start included. Processor seconds are of both ends, this
machine's and the servers', and say more than the clock's where something else runs beside.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import yaml

from bench.rehearsal.hosts import MEMBER, Rehearsal, rehearsal
from blueprint.member import blueprint_of
from infra.configure import PLAYBOOK, ROLES
from infra.guests.inventory import Access, Files, inventory_of
from tenants.store import read_definitions
from tests.lib.definitions import OPERATORS


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and of the processor at both ends."""

    clock: float
    processor: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, rehearsal(Path(folder)) as home:
        # Without persons both give the same accounts: none.
        shutil.rmtree(home.home.definitions / OPERATORS)
        ours(home)
        inventory = write_inventory(home, Path(folder) / "hosts.yml")
        mine, plain = [], []
        for _ in range(rounds):
            mine.append(took(home, lambda: ours(home)))
            plain.append(took(home, lambda: theirs(home, inventory)))
    json.dump(summary(mine, plain), sys.stdout, indent=2)


def summary(mine: list[Took], plain: list[Took]) -> dict[str, float]:
    """Medians, and how many times faster ours is."""
    clock = median(one.clock for one in mine), median(one.clock for one in plain)
    processor = median(one.processor for one in mine), median(one.processor for one in plain)
    return {
        "kumiai_seconds": round(clock[0], 1),
        "plain_seconds": round(clock[1], 1),
        "times_faster": round(clock[1] / clock[0], 2),
        "kumiai_cpu_seconds": round(processor[0], 1),
        "plain_cpu_seconds": round(processor[1], 1),
        "times_less_cpu": round(processor[1] / processor[0], 2),
        "servers": 2,
        "rounds": len(mine),
        "load": round(os.getloadavg()[0], 1),
    }


def ours(home: Rehearsal) -> None:
    home.kumiai("configure", MEMBER, "--execute", "--reason", "bench")


def theirs(home: Rehearsal, inventory: Path) -> None:
    """Ansible with its own settings, but for the way to the servers and their keys."""
    ssh = f"-F {home.home.ssh_config} -o UserKnownHostsFile={home.home.known_hosts}"
    command = [
        str(Path(sys.executable).parent / "ansible-playbook"),
        *("-i", str(inventory), str(ROLES / PLAYBOOK)),
    ]
    environment = {**os.environ, "ANSIBLE_SSH_COMMON_ARGS": ssh, "LC_ALL": "C.UTF-8"}
    # Without pipelining it would become PostgreSQL's user on no server that lacks Debian's `acl`.
    environment["ANSIBLE_SHELL_ALLOW_WORLD_READABLE_TEMP"] = "True"
    subprocess.run(command, env=environment, stdout=sys.stderr, check=True, cwd=inventory.parent)


def write_inventory(home: Rehearsal, file: Path) -> Path:
    """What `kumiai configure` gave Ansible."""
    definitions, _ = read_definitions(home.home.definitions)
    if definitions is None:
        raise ValueError("the copied files cannot be read")
    member = definitions.members[MEMBER].value
    drawn = blueprint_of(definitions, MEMBER, "primary")
    keys = home.home.credentials
    files = Files(
        keys / f"{MEMBER}.key",
        home.home.root / "guests" / "resident-register.pyz",
        keys / f"{MEMBER}.database",
    )
    none: dict[str, list[dict[str, object]]] = {one.name: [] for one in drawn.servers}
    access = Access((), home.home.access / "revoked", none)
    inventory = inventory_of(drawn, member, definitions.catalogue.value, files, access)
    file.write_text(yaml.safe_dump(inventory, allow_unicode=True), encoding="utf-8")
    return file


def took(home: Rehearsal, act: Callable[[], None]) -> Took:
    clock, processor = time.monotonic(), home.processor_seconds()
    act()
    return Took(time.monotonic() - clock, home.processor_seconds() - processor)


if __name__ == "__main__":
    main()
