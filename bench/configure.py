"""A run that changes nothing: `kumiai configure` against plain `ansible-playbook`, as JSON.

The same roles, inventory and servers, on hosts of the lab in a home of their own, so root alone.
`python -m bench.configure`. Plain is Ansible as it comes, with our inventory and keys; ours is all
that `kumiai configure` does, its own start included.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import yaml

from bench.rehearsal.hosts import MEMBER, Rehearsal, rehearsal
from blueprint.member import blueprint_of
from infra.configure import PLAYBOOK, ROLES
from infra.guests.inventory import Access, Files, inventory_of
from tenants.store import read_definitions
from tests.lib.definitions import OPERATORS

TIMES = 3


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, rehearsal(Path(folder)) as home:
        # Without persons both give the same accounts: none.
        shutil.rmtree(home.home.definitions / OPERATORS)
        ours(home)
        inventory = write_inventory(home, Path(folder) / "hosts.yml")
        mine, plain = [], []
        for _ in range(TIMES):
            mine.append(seconds(lambda: ours(home)))
            plain.append(seconds(lambda: theirs(home, inventory)))
        json.dump(
            {
                "kumiai_seconds": round(median(mine), 1),
                "plain_seconds": round(median(plain), 1),
                "times_faster": round(median(plain) / median(mine), 2),
                "servers": 2,
                "times": TIMES,
            },
            sys.stdout,
            indent=2,
        )


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


def seconds(act: Callable[[], None]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
