"""What the kernel tells of other processes (proc(5)). Adapter: reads /proc."""

from __future__ import annotations

from pathlib import Path


def environment(pid: int) -> dict[str, str] | None:
    """With which it was started; what it has written over since is left out. None of the kernel's
    own, and of one that is just exchanging its program for another (execve(2)).

    Raises: OSError where there is no such process, or it may not be read.
    """
    raw = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
    if not raw:
        return None
    return dict(entry.split("=", 1) for entry in raw.split("\0") if "=" in entry)
