"""How many servers are worked on at the same time. Pure."""

from __future__ import annotations

MIB_PER_FORK = 160
"""A fork of Ansible with its SSH, at most (docs/adr/0015-guests.md)."""

MOST_FORKS = 20


def forks_for(servers: int, free_mib: int, jobs: int) -> int:
    """For one of `jobs` jobs that share this machine's free memory.

    >>> forks_for(7, 8000, 1), forks_for(70, 8000, 3), forks_for(7, 100, 3)
    (7, 16, 1)
    """
    return max(1, min(servers, MOST_FORKS, free_mib // MIB_PER_FORK // jobs))
