"""What `kumiai lab` does: up, down, status, reset, kill, start, setup. Adapter; no printing here.

Every command may be killed at any moment and run again: what is done is recognised (an
environment with its stamp, a golden image, a living process), what is half done is done anew.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from core.errors import UserError
from core.files import make_private_folder
from core.message import Message, say
from lab import golden, readiness
from lab.clouds import leading_here, write_clouds
from lab.definition import Lab, lab_of
from lab.firsttime import make_site
from lab.guests.hosts import need_to_be_able
from lab.guests.image import image_of
from lab.launch import order_services, start_programs, start_zygotes, stop_zygotes
from lab.layout import empty_temporary_folder, write_layout
from lab.placeholders import put_placeholders
from lab.ports import refuse_taken_ports
from lab.processes import end, end_leftovers, kill, living, running
from lab.progress import Progress, silent, timed
from lab.services import services
from lab.services.monitoring import PORTS
from lab.setup import is_set_up, set_up
from lab.sites import LabSite

LONG_AGO = datetime.fromtimestamp(0, UTC)

Result = TypeVar("Result")

PATIENCE_SECONDS = 5
"""How long services may take to end before they are killed; no data depends on it."""

DATABASE_PATIENCE_SECONDS = 20

LAST = ("mariadb", "rabbitmq", "memcached", "guest-")
"""What others write to; and servers that live, lest Nova sees one end and calls it stopped."""


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """One site now. `failing` says by service what does not work; empty if all does."""

    name: str
    address: str
    made: bool
    running: tuple[str, ...]
    absent: tuple[str, ...]
    failing: dict[str, str]

    @property
    def ready(self) -> bool:
        return not self.absent and not self.failing


@dataclass(frozen=True, slots=True)
class LabStatus:
    installed: bool
    sites: tuple[SiteStatus, ...]

    @property
    def ready(self) -> bool:
        return self.installed and all(site.ready for site in self.sites)


def setup(progress: Progress = silent) -> None:
    """Install what is missing: Debian's packages, OpenStack, the lab's drivers."""
    lab = _lab()
    with _alone(lab, "setup"):
        set_up(lab, progress)


def up(progress: Progress = silent) -> None:
    """From whatever state to sites that are ready, both of them."""
    lab = _lab()
    with _alone(lab, "up"):
        set_up(lab, progress)
        put_placeholders(lab.home, lab.images)
        _prepare_guests(lab, progress)
        for site in lab.sites:
            golden.refuse_another(lab, site)
        _side_by_side(lab.sites, lambda site: _ensure_made(lab, site, progress))
        _start(lab, lab.sites, progress)


def start(site_name: str, progress: Progress = silent) -> None:
    """Bring one site back with its data, whatever ended it."""
    lab = _lab()
    site = lab.site(site_name)
    with _alone(lab, f"start {site_name}"):
        set_up(lab, progress)
        _prepare_guests(lab, progress)
        golden.refuse_another(lab, site)
        _ensure_made(lab, site, progress)
        _start(lab, [site], progress)


def down(progress: Progress = silent) -> None:
    """End everything in good order. What was built stays."""
    lab = _lab()
    with _alone(lab, "down"), timed(progress, say("the lab goes down")):
        _mark_down(lab.sites)
        stop_zygotes(lab)
        end(lab.root, lambda p: not p.name.startswith(LAST), patience_seconds=PATIENCE_SECONDS)
        end(lab.root, lambda p: True, patience_seconds=DATABASE_PATIENCE_SECONDS)


def reset(progress: Progress = silent) -> list[str]:
    """Forget all that was built: both sites as they were when they were made, and running.

    Returns the names of the sites that clouds.yaml leads to; an operator's own are not among them.
    """
    lab = _lab()
    with _alone(lab, "reset"):
        set_up(lab, progress)
        _prepare_guests(lab, progress)
        with timed(progress, say("the sites go back to their golden images")):
            _mark_down(lab.sites)
            kill(lab.root, lambda process: process.site in {site.name for site in lab.sites})
            for site in lab.sites:
                if golden.image_of(lab, site).exists():
                    golden.restore(lab, site)
        _side_by_side(lab.sites, lambda site: _ensure_made(lab, site, progress))
        _start(lab, lab.sites, progress)
    return leading_here(lab)


def kill_site(site_name: str) -> int:
    """SIGKILL to every process of the site at once, as an earthquake would; how many there were.

    Takes no lock: an earthquake does not wait either.
    """
    lab = _lab()
    site = lab.site(site_name)
    _mark_down([site])
    return kill(lab.root, lambda process: process.site == site.name)


def status() -> LabStatus:
    """What runs, and by real calls what works."""
    lab = _lab()
    return LabStatus(is_set_up(lab), tuple(_side_by_side(lab.sites, lambda s: _status(lab, s))))


def _lab() -> Lab:
    return lab_of(os.environ)


def _prepare_guests(lab: Lab, progress: Progress) -> None:
    """What servers that live start from."""
    if any(site.living for site in lab.sites):
        need_to_be_able()
        image_of(lab.home, progress)


def _ensure_made(lab: Lab, site: LabSite, progress: Progress) -> None:
    """A site that has data and an image is left as it is."""
    image = golden.image_of(lab, site)
    if image.exists() and site.data.exists():
        return
    if image.exists():
        with timed(progress, say("{site} goes back to its golden image", site=site.name)):
            golden.restore(lab, site)
        return
    with timed(progress, say("{site} is made", site=site.name)):
        make_site(lab, site, services(site))
        golden.save(lab, site)


def _start(lab: Lab, sites: Sequence[LabSite], progress: Progress) -> None:
    started = time.monotonic()
    now = datetime.now(UTC).replace(microsecond=0)
    # Where all is running already, any heartbeat will do.
    heard_since = {s.name: now if _absent(lab, s) else LONG_AGO for s in sites}
    progress(say("{sites} …", sites=_starting(sites)))
    for site in sites:
        write_layout(site, services(site))
        end_leftovers(lab.root, site.name)
        if not living(lab.root, site.name):
            refuse_taken_ports(site)
            empty_temporary_folder(site)
        site.downed_mark.unlink(missing_ok=True)
        start_programs(lab, site, services(site))
    start_zygotes(lab)
    write_clouds(lab)

    def make_ready(site: LabSite) -> None:
        order_services(lab, site, services(site))
        readiness.wait_until_ready(site, heard_since[site.name], lambda: _absent(lab, site))
        seconds = time.monotonic() - started
        progress(say("{site} is ready after {seconds:.1f} s", site=site.name, seconds=seconds))

    _side_by_side(sites, make_ready)


def _starting(sites: Sequence[LabSite]) -> Message:
    return say("start of {names}", names=tuple(site.name for site in sites))


def _mark_down(sites: Sequence[LabSite]) -> None:
    for site in sites:
        if site.run.exists():
            site.downed_mark.touch()


def _wanted(site: LabSite) -> list[str]:
    return [
        name
        for service in services(site)
        for name in (*(p.name for p in service.programs), *(f.name for f in service.forks))
    ]


def _absent(lab: Lab, site: LabSite) -> list[str]:
    present = running(lab.root, site.name)
    return [name for name in _wanted(site) if name not in present]


def _status(lab: Lab, site: LabSite) -> SiteStatus:
    wanted = [*_wanted(site), *(PORTS if lab.watched_mark.exists() else ())]
    living_now = running(lab.root, site.name)
    present = [name for name in wanted if name in living_now]
    absent = [name for name in wanted if name not in living_now]
    return SiteStatus(
        name=site.name,
        address=site.address,
        made=golden.image_of(lab, site).exists(),
        running=tuple(present),
        absent=tuple(absent),
        failing=readiness.unready(site) if present else {},
    )


def _side_by_side(sites: Sequence[LabSite], work: Callable[[LabSite], Result]) -> list[Result]:
    """Work on all sites at the same time; the first failure is raised when all have ended."""
    with ThreadPoolExecutor(max(len(sites), 1)) as pool:
        return [future.result() for future in [pool.submit(work, site) for site in sites]]


@contextmanager
def _alone(lab: Lab, command: str) -> Iterator[None]:
    """Two commands that change the lab never run at the same time."""
    make_private_folder(lab.root)
    with (lab.root / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise UserError(
                say("the lab is busy with: {holder}; wait for it", holder=lock.read().strip())
            ) from None
        lock.truncate(0)
        now = datetime.now().astimezone().strftime("%H:%M:%S")
        lock.write(f"lab {command}, process {os.getpid()}, since {now}")
        lock.flush()
        yield
        lock.truncate(0)
