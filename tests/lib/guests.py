"""Members' servers as namespace hosts, in a home of their own, for tests that configure them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.home import Home
from lab.guests.hosts import inside

COMMAND_SECONDS = 1200
CONNECT_SECONDS = 60
"""A machine that is busy with other tests greets late."""


@dataclass(frozen=True)
class Guests:
    """`home` holds their disks, their keys and the journal; nothing of the operator's is used."""

    home: Home

    def kumiai(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The command as a person types it, with what it printed."""
        return subprocess.run(
            self.command(*words),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )

    def command(self, *words: str) -> list[str]:
        return [str(Path(sys.executable).parent / "kumiai"), *words]

    @property
    def environment(self) -> dict[str, str]:
        places = {"KUMIAI_HOME": self.home.root, "KUMIAI_DEFINITIONS": self.home.definitions}
        return {**os.environ, **{name: str(place) for name, place in places.items()}}

    def on(self, host: str, *command: str, stdin: str = "") -> str:
        """What a command says on a host, as root. Raises: CalledProcessError where it fails."""
        return self._said(self.login(host, *command), stdin)

    def login(self, host: str, *command: str) -> list[str]:
        """The words that run a command on a host, as root."""
        member = host.partition("-")[0]
        known = f"UserKnownHostsFile={self.home.known_hosts}"
        return [
            *("ssh", "-F", str(self.home.ssh_config), "-o", "BatchMode=yes"),
            *("-o", known, "-o", f"ConnectTimeout={CONNECT_SECONDS}"),
            *("-o", "StrictHostKeyChecking=yes", "-o", "LogLevel=ERROR"),
            *("-i", str(self.home.credentials / f"{member}.key"), host, "sudo", *command),
        ]

    def beside(self, *command: str, stdin: str = "") -> str:
        """What a command of this machine says in the hosts' network."""
        return self._said([*inside(self.home), *command], stdin)

    def _said(self, command: Sequence[str], stdin: str) -> str:
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        if done.returncode:
            sys.stderr.write(done.stderr)
        done.check_returncode()
        return done.stdout
