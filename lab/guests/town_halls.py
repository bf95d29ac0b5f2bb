"""The town halls at the other end of access lines, as hosts of the lab. Adapter: namespaces.

One for each line, which answers at all addresses that the line leads to. It belongs to no site: it
outlives one that is killed, and its line is then switched to the other, as a carrier does. It ends
with the lab.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from pathlib import Path

from core.errors import OtherSystemFailed
from core.files import locked
from core.message import say
from lab.definition import Lab
from lab.guests.image import image_of
from lab.guests.starting import START_SECONDS, await_ready, begin, lets_in, log_of, seed
from lab.guests.ways import join_ways, write_way
from lab.processes import NO_SITE, kill, living
from lab.progress import Progress
from lab.services.ovn import FABRIC
from lab.sites import LabSite

LINE = FABRIC / "line.sh"
LINE_SECONDS = 60
DISK_MIB = 256
ITSELF = IPv4Address("127.0.0.1")


@dataclass(frozen=True, slots=True)
class TownHall:
    """The other end of `line`, which arrives at `site`. `places` are beyond the next hop."""

    line: str
    site: LabSite
    vlan: int
    next_hop: IPv4Interface
    router: IPv4Address
    places: tuple[IPv4Network, ...]
    public_key: str


def switch_lines(lab: Lab, halls: Sequence[TownHall], progress: Progress) -> None:
    """Each arrives at its site, and its town hall answers SSH by the line's name.

    Raises: OtherSystemFailed where one does not, or its site does not run.
    """
    if not halls:
        return
    image = image_of(lab.home, progress)
    with locked(lab.root / "town-halls.lock"):
        for hall in halls:
            pid = _ensured(lab, hall, image)
            write_way(lab.home, hall.line, ITSELF, str(pid), _folder(lab, hall) / "host_key.pub")
            progress(say("{line} arrives at {site}", line=hall.line, site=hall.site.name))
        join_ways(lab.home)


def _ensured(lab: Lab, hall: TownHall, image: Path) -> int:
    """The process in whose network it is; one that runs already has its line switched anew.

    It keeps nothing: each starts with an empty disk, and one that lets in another key is ended.
    """
    name = f"town-hall-{hall.line}"
    join = (str(LINE), *_words(hall))
    folder = _folder(lab, hall)
    found = [p.pid for p in living(lab.root, NO_SITE) if p.name == name and p.was_started]
    if found and lets_in(folder, hall.public_key):
        _switch(found[0], hall, join)
        return found[0]
    kill(lab.root, lambda process: process.name == name)
    shutil.rmtree(folder, ignore_errors=True)
    seed(folder, hall.line, hall.next_hop.ip, hall.public_key, DISK_MIB)
    process = begin(lab.root, name, folder, image, join)
    await_ready(process, name, log_of(folder), time.monotonic() + START_SECONDS)
    return process.pid


def _switch(pid: int, hall: TownHall, join: Sequence[str]) -> None:
    inside = ["nsenter", f"--net=/proc/{pid}/ns/net", "sh", "-e"]
    done = subprocess.run(
        [*inside, *join], capture_output=True, text=True, timeout=LINE_SECONDS, check=False
    )
    if done.returncode:
        raise OtherSystemFailed(
            say(
                "{line} could not be switched to {site}: {reason}; see whether the site runs: "
                "`kumiai lab status`",
                line=hall.line,
                site=hall.site.name,
                reason=done.stderr.strip().rpartition("\n")[2],
            )
        )


def _words(hall: TownHall) -> tuple[str, ...]:
    fabric = str(hall.site.fabric)
    places = map(str, hall.places)
    return (fabric, str(hall.vlan), str(hall.next_hop), str(hall.router), *places)


def _folder(lab: Lab, hall: TownHall) -> Path:
    return lab.root / "town-halls" / hall.line
