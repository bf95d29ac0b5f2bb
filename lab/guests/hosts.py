"""Starts and ends the lab's hosts. Adapter: namespaces, a loop device and sshd for each of them.

A host is the processes of its namespaces, found by the marks that they carry
(`lab/processes.py`): when they end, its network, its mounts and its loop device are gone, and its
disk stays for the next start. Root alone may do this.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path

from core.errors import OtherSystemFailed, UserError
from core.files import locked, make_private_folder, write_whole
from core.home import Home
from core.message import say
from lab.guests.image import FIRST_USER, NEEDED_HERE, image_of
from lab.guests.ways import join_ways, root_of, write_way
from lab.processes import NO_SITE, kill, living, marks
from lab.progress import Progress, silent

SWITCH = "switch"
START_SECONDS = 600
LET_GO_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.05
HERE = Path(__file__).parent
START = HERE / "start.sh"


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
            _seed(home, host)
        _gateways(switch, hosts)
        begun = [(host, _begin(home, host, image, switch)) for host in absent]
        deadline = time.monotonic() + START_SECONDS
        for host, process in begun:
            _await_ready(process, host.name, _log(home, host.name), deadline)
        _write_ways(home, hosts, switch)


def stop_hosts(home: Home, names: Collection[str] | None = None) -> int:
    """SIGKILL to these hosts, or to all and their network; how many processes there were.

    As a power cut would: what a host had not written is lost. Its disk is nobody's afterwards.
    """
    count = kill(root_of(home), lambda process: names is None or process.name in names)
    disks = {str(file) for file in root_of(home).glob("*/disk.ext4")}
    if names is not None:
        disks &= {str(_disk(home, name)) for name in names}
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


def _disk(home: Home, name: str) -> Path:
    return _folder(home, name) / "disk.ext4"


def _log(home: Home, name: str) -> Path:
    return _folder(home, name) / "log"


def _switch(home: Home) -> int:
    """The process id of the network, which is made if there is none."""
    found = [process.pid for process in living(root_of(home)) if process.name == SWITCH]
    if found:
        return found[0]
    log = root_of(home) / "switch.log"
    process = _execute(["unshare", "--net", "sh", str(HERE / "switch.sh")], home, SWITCH, log)
    _await_ready(process, SWITCH, log, time.monotonic() + START_SECONDS)
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


def _seed(home: Home, host: Host) -> None:
    """What the host is given with its first start: its name, its keys, who may come in."""
    folder = _folder(home, host.name)
    make_private_folder(folder)
    write_whole(folder / "seed/etc/hostname", f"{host.name}\n")
    names = f"127.0.0.1 localhost\n{host.address.ip} {host.name}\n"
    write_whole(folder / "seed/etc/hosts", names)
    write_whole(folder / f"seed/home/{FIRST_USER}/.ssh/authorized_keys", f"{host.public_key}\n")
    if not _disk(home, host.name).exists():
        with _disk(home, host.name).open("wb") as disk:
            disk.truncate(host.disk_mib * 1024 * 1024)


def _begin(home: Home, host: Host, image: Path, switch: int) -> subprocess.Popen[bytes]:
    port = f"p{int(host.address.ip):x}"
    apart = ["--net", "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child"]
    join = [str(HERE / "lan.sh"), str(switch), str(host.address), str(host.gateway), port]
    given = [str(_folder(home, host.name)), str(image), str(_disk(home, host.name))]
    start = ["sh", "-e", str(START), *given, *join]
    return _execute(["unshare", *apart, *start], home, host.name, _log(home, host.name))


def _execute(command: list[str], home: Home, name: str, log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as words:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=words,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **marks(root_of(home), NO_SITE, name)},
            cwd="/",
            start_new_session=True,
        )


def _await_ready(process: subprocess.Popen[bytes], name: str, log: Path, deadline: float) -> None:
    """It says a word on its standard output when it is."""
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
