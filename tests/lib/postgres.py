"""A PostgreSQL of the tests' own: a fresh cluster on a socket in a temporary folder, no port."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.lib.packages import install

PACKAGE = "postgresql"
VERSIONS = Path("/usr/lib/postgresql")
SYSTEM_USER = "postgres"
"""Debian's; PostgreSQL refuses to run as root."""


@dataclass(frozen=True)
class Postgres:
    """One that may be killed and started again, with its data."""

    programs: Path
    folder: Path

    @property
    def url(self) -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://{SYSTEM_USER}@/postgres?host={self.folder}"

    def create(self) -> None:
        _run([self.programs / "initdb", "--auth=trust", f"--username={SYSTEM_USER}", *self._data])

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off"
        log = self.folder / "log"
        _run([self.programs / "pg_ctl", *self._data, "-w", "-l", log, "-o", options, "start"])

    def kill(self) -> None:
        """At once, without a checkpoint: the next start recovers as after a crash."""
        _run([self.programs / "pg_ctl", *self._data, "-w", "-m", "immediate", "stop"])

    @property
    def runs(self) -> bool:
        return (self.folder / "data" / "postmaster.pid").exists()

    @property
    def _data(self) -> list[str | Path]:
        return ["-D", self.folder / "data"]


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server with an empty database; it ends with the block."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="kumiai-postgres-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, SYSTEM_USER, SYSTEM_USER)
        server = Postgres(programs, folder)
        server.create()
        server.start()
        try:
            yield server
        finally:
            if server.runs:
                server.kill()


def _programs() -> Path:
    """The newest version's programs, installed where there is none yet."""
    if not list(VERSIONS.glob("*/bin/initdb")):
        install(PACKAGE)
    return sorted(VERSIONS.glob("*/bin"))[-1]


def _run(command: Sequence[str | Path]) -> None:
    as_user = ["setpriv", f"--reuid={SYSTEM_USER}", f"--regid={SYSTEM_USER}", "--clear-groups"]
    words = [*(as_user if os.geteuid() == 0 else []), *map(str, command)]
    subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=60)
