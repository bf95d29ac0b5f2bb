"""Starts a guest of the lab's own, and waits until it answers. Adapter: namespaces, processes.

What it is made of stands in start.sh; its marks (`lab/processes.py`) are how it is found again.
"""

from __future__ import annotations

import select
import subprocess
import time
from collections.abc import Sequence
from ipaddress import IPv4Address
from pathlib import Path

from core.errors import OtherSystemFailed
from core.files import make_private_folder, write_whole
from core.message import say
from lab.guests.image import FIRST_USER
from lab.processes import NO_SITE, marks

START_SECONDS = 600
START = Path(__file__).parent / "start.sh"
APART = ("--net", "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child")


def seed(folder: Path, name: str, address: IPv4Address, public_key: str, disk_mib: int) -> None:
    """What it is given with its first start: its name, its keys, who may come in, a disk."""
    make_private_folder(folder)
    write_whole(folder / "seed/etc/hostname", f"{name}\n")
    write_whole(folder / "seed/etc/hosts", f"127.0.0.1 localhost\n{address} {name}\n")
    write_whole(_keys(folder), f"{public_key}\n")
    if not disk_of(folder).exists():
        with disk_of(folder).open("wb") as disk:
            disk.truncate(disk_mib * 1024 * 1024)


def lets_in(folder: Path, public_key: str) -> bool:
    """Whether it was given this key."""
    return _keys(folder).exists() and _keys(folder).read_text() == f"{public_key}\n"


def begin(
    root: Path, name: str, folder: Path, image: Path, join: Sequence[str]
) -> subprocess.Popen[bytes]:
    """Start it; `join` is the program that joins it to its network, with its words."""
    given = (str(folder), str(image), str(disk_of(folder)))
    start = ["sh", "-e", str(START), *given, *join]
    return execute(["unshare", *APART, *start], root, name, log_of(folder))


def execute(command: Sequence[str], root: Path, name: str, log: Path) -> subprocess.Popen[bytes]:
    """Found again below `root` by its name."""
    with log.open("ab") as words:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=words,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **marks(root, NO_SITE, name)},
            cwd="/",
            start_new_session=True,
        )


def await_ready(process: subprocess.Popen[bytes], name: str, log: Path, deadline: float) -> None:
    """It says a word on its standard output when it is.

    Raises: OtherSystemFailed where it does not by `deadline`, of the monotonic clock.
    """
    assert process.stdout is not None
    with process.stdout as output:
        heard, _, _ = select.select([output], [], [], max(deadline - time.monotonic(), 0))
        word = output.readline() if heard else b""
    if not word:
        raise OtherSystemFailed(
            say(
                "{host} did not start within {seconds} s; the reason is at the end of {log}",
                host=name,
                seconds=START_SECONDS,
                log=log,
            )
        )


def _keys(folder: Path) -> Path:
    return folder / f"seed/home/{FIRST_USER}/.ssh/authorized_keys"


def disk_of(folder: Path) -> Path:
    return folder / "disk.ext4"


def log_of(folder: Path) -> Path:
    return folder / "log"
