"""One small municipality's servers as namespace hosts, in a home and definitions of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from core.home import Home
from lab.guests.hosts import stop_hosts
from lab.guests.ways import root_of
from lab.processes import living
from tests.lib.definitions import as_registers, copied_to

MEMBER = "kadogawa"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Nothing of the operator's is used but the programs that were built."""

    home: Home

    @property
    def environment(self) -> dict[str, str]:
        places = {"KUMIAI_HOME": self.home.root, "KUMIAI_DEFINITIONS": self.home.definitions}
        return {**os.environ, **{name: str(place) for name, place in places.items()}}

    def kumiai(self, *words: str) -> None:
        """Raises: CalledProcessError where it fails; its words go to standard error."""
        command = [str(Path(sys.executable).parent / "kumiai"), *words]
        subprocess.run(command, env=self.environment, stdout=sys.stderr, check=True)

    def processor_seconds(self) -> float:
        """So far, at both ends: of whatever this process waited for, and of the servers' processes
        with all that these waited for, as sshd does for each of its sessions."""
        here = psutil.Process().cpu_times()
        spent = here.children_user + here.children_system
        for process in self._of_the_servers():
            with suppress(psutil.Error):
                one = process.cpu_times()
                spent += one.user + one.system + one.children_user + one.children_system
        return float(spent)

    def _of_the_servers(self) -> set[psutil.Process]:
        """A daemon that writes its title over its marks, as sshd does, is found by its parent."""
        found = {psutil.Process(one.pid) for one in living(root_of(self.home))}
        return found.union(*(one.children(recursive=True) for one in found))


@contextmanager
def rehearsal(folder: Path) -> Iterator[Rehearsal]:
    """The servers as they were booted; they end with the block."""
    definitions = folder / "definitions"
    definitions.mkdir()
    home = Home(folder / "home", as_registers(copied_to(definitions)), Home.of(os.environ).programs)
    found = Rehearsal(home)
    try:
        found.kumiai("lab", "hosts", MEMBER)
        yield found
    finally:
        stop_hosts(home)
