"""Starts and ends the lab's hosts. Adapter: namespaces, a loop device and sshd for each of them.

A host is the processes of its namespaces, found by the marks that they carry
(`lab/processes.py`): when they end, its network, its mounts and its loop device are gone, and its
disk stays for the next start. Root alone may do this.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path

from core.errors import OtherSystemFailed, UserError
from core.files import locked
from core.home import Home
from core.message import say
from lab.guests.image import NEEDED_HERE, image_of
from lab.guests.starting import START_SECONDS, await_ready, begin, disk_of, execute, log_of, seed
from lab.guests.ways import join_ways, root_of, write_way
from lab.processes import kill, living
from lab.progress import Progress, silent

SWITCH = "switch"
LET_GO_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.05
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Host:
    """A host as it is wanted. `public_key` is whose private half its first user is reached with."""

    name: str
    address: IPv4Interface
    gateway: IPv4Address
    public_key: str
    disk_mib: int = 4096


def start_hosts(home: Home, hosts: Sequence[Host], progress: Progress = silent) -> None:
    """All of them answer SSH, those that run already included; `home.ssh_config` leads to them.

    Raises: OtherSystemFailed where one does not within its limit; its log is named.
    """
    need_to_be_able()
    image = image_of(home, progress)
    with locked(root_of(home) / "lock"):
        switch = _switch(home)
        _end_those_of_unknown_key(home, hosts, progress)
        present = running_hosts(home)
        absent = [host for host in hosts if host.name not in present]
        for host in absent:
            key, disk = host.public_key, host.disk_mib
            seed(_folder(home, host.name), host.name, host.address.ip, key, disk)
        _gateways(switch, hosts)
        begun = [(host, _begin(home, host, image, switch)) for host in absent]
        deadline = time.monotonic() + START_SECONDS
        for host, process in begun:
            await_ready(process, host.name, log_of(_folder(home, host.name)), deadline)
        _write_ways(home, hosts, switch)


def stop_hosts(home: Home, names: Collection[str] | None = None) -> int:
    """SIGKILL to these hosts, or to all and their network; how many processes there were.

    As a power cut would: what a host had not written is lost. Its disk is nobody's afterwards.
    """
    count = kill(root_of(home), lambda process: names is None or process.name in names)
    disks = {str(file) for file in root_of(home).glob("*/disk.ext4")}
    if names is not None:
        disks &= {str(disk_of(_folder(home, name))) for name in names}
    deadline = time.monotonic() + LET_GO_SECONDS
    while disks & _backing_files() and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY_SECONDS)
    return count


def _backing_files() -> set[str]:
    """Of this machine's loop devices. The kernel lets one go after the last process has ended."""
    found: set[str] = set()
    for file in Path("/sys/block").glob("loop*/loop/backing_file"):
        with contextlib.suppress(OSError):  # it was let go meanwhile
            found.add(file.read_text().strip())
    return found


def running_hosts(home: Home) -> set[str]:
    return {process.name for process in living(root_of(home))} - {SWITCH}


def inside(home: Home) -> list[str]:
    """Put before a command, it runs in the hosts' network: a browser, say.

    Raises: OtherSystemFailed where no host runs.
    """
    found = [process.pid for process in living(root_of(home)) if process.name == SWITCH]
    if not found:
        raise OtherSystemFailed(say("no host of the lab runs"))
    return ["nsenter", f"--net=/proc/{found[0]}/ns/net"]


def missing_programs() -> list[str]:
    """Debian packages that this machine lacks."""
    return sorted({package for name, package in NEEDED_HERE.items() if not shutil.which(name)})


def need_to_be_able() -> None:
    """Raises: UserError unless root; OtherSystemFailed where a program is missing."""
    if os.geteuid():
        raise UserError(say("hosts of the lab are namespaces, which only root may make"))
    missing = missing_programs()
    if missing:
        raise OtherSystemFailed(
            say(
                "{names} are not installed; {remedy}",
                names=tuple(missing),
                remedy=say("run `kumiai lab setup`"),
            )
        )


def _folder(home: Home, name: str) -> Path:
    return root_of(home) / name


def _switch(home: Home) -> int:
    """The process id of the network, which is made if there is none."""
    found = [process.pid for process in living(root_of(home)) if process.name == SWITCH]
    if found:
        return found[0]
    log = root_of(home) / "switch.log"
    command = ["unshare", "--net", "sh", str(HERE / "switch.sh")]
    process = execute(command, root_of(home), SWITCH, log)
    await_ready(process, SWITCH, log, time.monotonic() + START_SECONDS)
    return process.pid


def _gateways(switch: int, hosts: Iterable[Host]) -> None:
    """The bridge has the gateway's address of each zone, and a route to each host."""
    batch = "".join(
        f"addr replace {gateway}/32 dev lan\n" for gateway in {host.gateway for host in hosts}
    ) + "".join(f"route replace {host.address.ip} dev lan\n" for host in hosts)
    subprocess.run(
        ["nsenter", f"--net=/proc/{switch}/ns/net", "ip", "-batch", "-"],
        input=batch,
        text=True,
        check=True,
    )


def _begin(home: Home, host: Host, image: Path, switch: int) -> subprocess.Popen[bytes]:
    port = f"p{int(host.address.ip):x}"
    join = (str(HERE / "lan.sh"), str(switch), str(host.address), str(host.gateway), port)
    return begin(root_of(home), host.name, _folder(home, host.name), image, join)


def _end_those_of_unknown_key(home: Home, hosts: Iterable[Host], progress: Progress) -> None:
    """An earlier kumiai started hosts without laying their key down here: they start anew."""
    present = running_hosts(home)
    unknown = {
        host.name
        for host in hosts
        if host.name in present and not _public_key(home, host.name).exists()
    }
    if unknown:
        progress(
            say(
                "{hosts}: started by an earlier kumiai, which did not lay down here with which key "
                "it answers; ended, and started anew from the disk",
                hosts=tuple(sorted(unknown)),
            )
        )
        stop_hosts(home, unknown)


def _public_key(home: Home, name: str) -> Path:
    """With which the host answers; start.sh lays it down with each start."""
    return _folder(home, name) / "host_key.pub"


def _write_ways(home: Home, hosts: Sequence[Host], switch: int) -> None:
    for host in hosts:
        key = _public_key(home, host.name)
        write_way(home, host.name, host.address.ip, str(switch), key)
    join_ways(home)
