"""SIGKILL to programs and what they started, of which some may end by themselves meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

import psutil


def family(pid: int) -> list[psutil.Process]:
    """The program, and all that it started and that still runs."""
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def victims(pid: int, whom: str) -> list[psutil.Process]:
    """Whom the SIGKILL meets: `kumiai` alone, Pulumi alone, or everything at once."""
    everybody = family(pid)
    if whom == "kumiai":
        return everybody[:1]
    if whom == "everything":
        return everybody
    return [process for process in everybody if _is_pulumi(process)] or everybody[:1]


def kill(processes: Iterable[psutil.Process]) -> None:
    """Who has ended already needs no kill: what a program started often ends with it."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def _is_pulumi(process: psutil.Process) -> bool:
    try:
        return process.name() == "pulumi"
    except psutil.NoSuchProcess:
        return False
