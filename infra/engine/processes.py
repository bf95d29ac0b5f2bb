"""The processes of a run: recognised, and ended by their id when their parent is gone. Adapter."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from core import procfs

RUN = "KUMIAI_RUN"
"""Every process of a run has this in its environment, with the run's id."""

SAVING_SECONDS = 15
"""How long an interrupted Pulumi may take to save its state before it is killed."""

GOING_SECONDS = 15
"""How long a process that was killed may take to go, as one that waits for a disk."""

EXCHANGE_LOOKS = 200
EXCHANGE_SECONDS = 0.01
"""How often, and how far apart, one is looked at that is just exchanging its program for another
(execve(2)): for that moment it has no environment, and so no mark."""

KERNEL = (0, 2)
"""What the kernel's own processes are children of (kthreadd)."""

CLI = "pulumi"
"""The name of Pulumi's process; plugins and language hosts are its children."""


def started_at(pid: int) -> float | None:
    """When the process began, in seconds since 1970; None where there is no such process."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.Error:
        return None


def of_run(run: str) -> list[psutil.Process]:
    """All processes of a run, this one left out."""
    return [process for process in _own() if environment_of(process).get(RUN) == run]


def abandoned(programs: Iterable[Path], home: Path) -> list[psutil.Process]:
    """Plugins and language hosts of this home whose CLI is gone: nobody talks to them any more."""
    wanted = {str(program) for program in programs}
    return [
        process
        for process in _own()
        if wanted & set(_command_line(process))
        and environment_of(process).get("KUMIAI_HOME") == str(home)
        and _has_no_parent(process)
    ]


def end(found: Callable[[], list[psutil.Process]], patience_seconds: float = SAVING_SECONDS) -> int:
    """Interrupt what is found, wait, then kill, until no other is found; how many there were.

    A list is old as soon as it is made: what stands in it may start others until it ends.
    """
    ended: list[psutil.Process] = []
    while more := [process for process in found() if process not in ended]:
        _send(more, signal.SIGINT)
        _, alive = psutil.wait_procs(more, timeout=patience_seconds)
        _send(alive, signal.SIGKILL)
        psutil.wait_procs(alive, timeout=GOING_SECONDS)
        ended += more
    return len(ended)


def stop_run(run: str) -> None:
    """Interrupt every Pulumi of a run, so that each saves what it has made, and wait for them."""
    end(lambda: [process for process in of_run(run) if _name(process) == CLI])


def kill(found: Callable[[], list[psutil.Process]]) -> int:
    """Kill at once what is found, until no other is found; how many there were."""
    return end(found, patience_seconds=0)


def _send(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.send_signal(number)


def _own() -> list[psutil.Process]:
    user, own = os.getuid(), os.getpid()
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.pid != own and process.uids().real == user:
                found.append(process)
    return found


def environment_of(process: psutil.Process) -> dict[str, str]:
    """Of one that is just exchanging its program, the environment that it has afterwards."""
    with contextlib.suppress(psutil.Error, OSError):
        for _ in range(EXCHANGE_LOOKS):
            if (environment := procfs.environment(process.pid)) is not None:
                return environment
            if process.status() == psutil.STATUS_ZOMBIE or process.ppid() in KERNEL:
                break
            time.sleep(EXCHANGE_SECONDS)
    return {}


def _command_line(process: psutil.Process) -> list[str]:
    with contextlib.suppress(psutil.Error):
        return process.cmdline()
    return []


def _name(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return process.name()
    return ""


def _has_no_parent(process: psutil.Process) -> bool:
    """Whether the CLI that started it is gone and it was handed to init or another reaper."""
    with contextlib.suppress(psutil.Error):
        parent = process.parent()
        return parent is None or _name(parent) != CLI
    return True
