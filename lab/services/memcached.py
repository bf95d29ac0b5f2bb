"""memcached: remembers tokens that were checked and Keystone's answers. Pure."""

from __future__ import annotations

from lab.service import Program, Service
from lab.sites import MEMCACHED, LabSite

MEMORY_MIB = 16


def service(site: LabSite) -> Service:
    argv = ("memcached", "-l", site.address, "-p", str(MEMCACHED), "-m", str(MEMORY_MIB))
    return Service(
        name="memcached",
        programs=(Program("memcached", (*argv, "-t", "1", "-c", "512", "-u", site.account)),),
    )
