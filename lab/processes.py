"""The lab's processes: found, started, ended. Adapter: /proc, signals, the zygotes' sockets.

The process table itself is the record: executed programs carry the lab's marks in their
environment (which their children inherit), forked ones in their title. So there are no pid
files that could be stale, and a process of anybody else is never touched.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core import procfs

NO_SITE = "-"
LAB_MARK = "KUMIAI_LAB"
SITE_MARK = "KUMIAI_LAB_SITE"
NAME_MARK = "KUMIAI_LAB_PROCESS"

CLEAN_SCANS = 2
"""Scans in a row that must find nothing: a process may fork between being seen and being ended."""


@dataclass(frozen=True, slots=True, order=True)
class LabProcess:
    """One living process. `site` is `-` for the zygotes and for set-up, which serve all sites."""

    site: str
    name: str
    pid: int
    was_started: bool = field(default=True, compare=False)
    """By the lab itself, and not by a program, whose marks its children carry as well.

    An executed program leads a session from before it runs; a daemon that it leaves behind does
    not, since it forks once more after it made its own (daemon(7), "SysV Daemons", step 7).
    """


def marks(root: Path, site: str, name: str) -> dict[str, str]:
    """The environment by which a process is found again."""
    return {LAB_MARK: str(root), SITE_MARK: site, NAME_MARK: name}


def living(root: Path, site: str | None = None) -> list[LabProcess]:
    """Every process of the lab below `root`, or of one of its sites; zombies do not count."""
    found = (_identified(pid, str(root)) for pid in _pids())
    return sorted(p for p in found if p is not None and site in (None, p.site))


def running(root: Path, site: str) -> set[str]:
    """What runs at the site: a program that is gone does not, whatever it left behind."""
    return {process.name for process in living(root, site) if process.was_started}


def end_leftovers(root: Path, site: str) -> None:
    """SIGKILL what programs that are gone left behind: RabbitMQ leaves its port mapper, say."""
    present = running(root, site)
    kill(root, lambda process: process.site == site and process.name not in present)


def end(root: Path, which: Callable[[LabProcess], bool], *, patience_seconds: float) -> None:
    """Ask (SIGTERM), wait at most `patience_seconds`, then SIGKILL what is left."""
    processes = [p for p in living(root) if which(p)]
    _signal(root, processes, signal.SIGTERM)
    _await_end(root, processes, patience_seconds)
    kill(root, which)


def kill(root: Path, which: Callable[[LabProcess], bool], *, limit_seconds: float = 20) -> int:
    """SIGKILL at once, again until nothing is left; the number of processes that were ended."""
    ended: set[int] = set()
    clean = 0
    deadline = time.monotonic() + limit_seconds
    while clean < CLEAN_SCANS and time.monotonic() < deadline:
        processes = [p for p in living(root) if which(p)]
        clean = 0 if processes else clean + 1
        _signal(root, processes, signal.SIGKILL)
        _await_end(root, processes, 5)
        ended.update(p.pid for p in processes)
    return len(ended)


def _pids() -> Iterable[int]:
    own = str(os.getpid())
    return (int(f.name) for f in Path("/proc").iterdir() if f.name.isdigit() and f.name != own)


def _identified(pid: int, root: str) -> LabProcess | None:
    """The process if it is one of ours; None if it is not, has ended or may not be read."""
    try:
        title = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").decode(errors="replace")
        if title.startswith("kumiai-lab "):
            _, site, name, lab = title.split(" ", 3)
            return LabProcess(site, name, pid) if lab.rstrip("\0") == root else None
        environment = procfs.environment(pid) or {}
        leads_session = os.getsid(pid) == pid
    except (OSError, ValueError):
        return None
    if environment.get(LAB_MARK) != root:
        return None
    site, name = environment.get(SITE_MARK, NO_SITE), environment.get(NAME_MARK, "?")
    return LabProcess(site, name, pid, was_started=leads_session)


def _signal(root: Path, processes: Sequence[LabProcess], number: int) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            descriptor = os.pidfd_open(process.pid)
            try:
                # The id may belong to somebody else by now: look again while the handle holds it.
                if _identified(process.pid, str(root)) == process:
                    signal.pidfd_send_signal(descriptor, number)
            finally:
                os.close(descriptor)


def _await_end(root: Path, processes: Sequence[LabProcess], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            descriptor = os.pidfd_open(process.pid)
            try:
                if _identified(process.pid, str(root)) == process:
                    left = max(deadline - time.monotonic(), 0)
                    select.select([descriptor], [], [], left)
            finally:
                os.close(descriptor)
