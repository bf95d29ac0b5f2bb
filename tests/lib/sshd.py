"""A real OpenSSH daemon on the loopback, for as long as a test needs it.

It is this machine's, or that of the lab's guests, whose root file system is laid below it: root
alone can do that.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.home import Home
from lab.guests.image import image_folder
from monitoring.exporter.probes import way_to
from monitoring.exporter.way import Way
from tests.lib.alertmanager import free_port
from tests.lib.waiting import until

SSHD = "/usr/sbin/sshd"
_BELOW = """
set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/whole"
mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" "$1/whole"
mount --bind /dev "$1/whole/dev"
mkdir -p "$1/whole/run/sshd" "$1/whole/keys"
mount --bind "$3" "$1/whole/keys"
exec chroot "$1/whole" "$4" -D -e -f /keys/sshd_config
"""


@dataclass(frozen=True, slots=True)
class Daemon:
    """Where it listens, and its public keys by their types."""

    port: int
    keys: dict[str, str]
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """All of it stays and says nothing more: the kernel takes connections all the same."""
        os.killpg(self.process.pid, signal.SIGSTOP)


@contextmanager
def daemon(folder: Path, *types: str) -> Iterator[Daemon]:
    """It has a host key of each type, and lets nobody in."""
    tree = image_folder(Home.of(os.environ)) / "tree"
    if os.geteuid() != 0 or not (tree / SSHD.lstrip("/")).exists():
        pytest.skip("root alone, with the root file system of `kumiai lab hosts`, runs an sshd")
    keys = folder / "keys"
    keys.mkdir()
    port = free_port()
    lines = [f"Port {port}", "ListenAddress 127.0.0.1", "UsePAM no", "PidFile none"]
    public = {}
    for kind in types:
        file = keys / f"host_{kind}"
        words = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(file)]
        subprocess.run(words, check=True)
        lines.append(f"HostKey /keys/{file.name}")
        public[kind] = " ".join(file.with_suffix(".pub").read_text("utf-8").split()[:2])
    (keys / "sshd_config").write_text("\n".join(lines) + "\n", "utf-8")
    with tempfile.TemporaryDirectory() as below, (folder / "sshd.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *("unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation"),
                *("private", "sh", "-c", _BELOW, "sh", below, str(tree), str(keys), SSHD),
            ],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            until(lambda: way_to("127.0.0.1", port) is Way.ACCEPTED, "sshd listens")
            yield Daemon(port, public, process)
        finally:
            os.killpg(process.pid, signal.SIGCONT)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
