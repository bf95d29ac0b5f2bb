"""Starts a site's processes: executes programs, orders services from the zygotes. Adapter."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.errors import OtherSystemFailed
from core.files import PRIVATE_FILE, make_private_folder, reason_of
from core.message import say
from lab.definition import Lab
from lab.processes import NO_SITE, kill, living, marks, running
from lab.service import Fork, Program, Service
from lab.sites import LabSite

PROJECTS = ("keystone", "placement", "nova", "neutron", "glance", "cinder", "swift")
ZYGOTES = {"zygote", *(f"zygote-{project}" for project in PROJECTS)}
ORDER_SECONDS = 600

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def start_programs(lab: Lab, site: LabSite, services: Sequence[Service]) -> None:
    """Every program of these services that does not run."""
    present = running(lab.root, site.name)
    for service in services:
        for program in service.programs:
            if program.name not in present:
                _execute(lab, site, program)


def order_services(lab: Lab, site: LabSite, services: Sequence[Service]) -> None:
    """Every forked service of the site that does not run; projects side by side, each in order."""
    present = running(lab.root, site.name)
    environment = site_environment(site, services)
    wanted: dict[str, list[Fork]] = {}
    for service in services:
        for fork in service.forks:
            if fork.name not in present:
                wanted.setdefault(fork.project, []).append(fork)

    def order_all(project: str) -> None:
        for fork in wanted[project]:
            _order(lab, project, _order_for(lab, site, fork, environment))

    with ThreadPoolExecutor(len(PROJECTS)) as pool:
        list(pool.map(order_all, wanted))


def start_zygotes(lab: Lab) -> None:
    """The zygotes, unless all of them live; a broken set is replaced, which hurts no service."""
    alive = {process.name for process in living(lab.root, NO_SITE)}
    if alive >= ZYGOTES:
        return
    stop_zygotes(lab)
    make_private_folder(lab.run)
    for stale in lab.run.glob("zygote-*.sock"):
        stale.unlink()
    python = lab.venv / "bin" / "python"
    _spawn(
        [str(python), "-m", "labdrivers.zygote", str(lab.run)],
        {
            **plain_environment(lab.venv, lab.run),
            **marks(lab.root, NO_SITE, "zygote"),
            "OS_NOVA_DISABLE_EVENTLET_PATCHING": "1",
            "OS_CINDER_DISABLE_EVENTLET_PATCHING": "1",
        },
        lab.run,
        lab.run / "zygote.log",
    )


def stop_zygotes(lab: Lab) -> None:
    kill(lab.root, lambda process: process.site == NO_SITE and process.name in ZYGOTES)


def site_environment(site: LabSite, services: Sequence[Service]) -> dict[str, str]:
    """What every process of the site finds in its environment."""
    own: dict[str, str] = {}
    for service in services:
        own.update(service.environment)
    return {
        **plain_environment(site.venv, site.run / "tmp"),
        # Erlang's cookie lies in the home folder.
        "HOME": str(site.run),
        **own,
    }


def plain_environment(venv: Path, temporary: Path) -> dict[str, str]:
    """Nothing of the caller's environment: neither its credentials nor its proxies."""
    return {
        "PATH": f"{venv / 'bin'}:{SYSTEM_PATH}",
        "LANG": "C.UTF-8",
        "TMPDIR": str(temporary),
        # Without this each thread of each process keeps memory of its own.
        "MALLOC_ARENA_MAX": "2",
    }


def _execute(lab: Lab, site: LabSite, program: Program) -> None:
    environment = {
        **site_environment(site, ()),
        **program.environment,
        **marks(lab.root, site.name, program.name),
    }
    _spawn(program.argv, environment, site.run, site.logs / f"{program.name}.out")


def _spawn(argv: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
    try:
        subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            cwd=folder,
            env=dict(environment),
            start_new_session=True,
        )
    except OSError as error:
        raise OtherSystemFailed(
            say(
                "{program} could not be started: {reason}; run `kumiai lab setup`",
                program=argv[0],
                reason=reason_of(error),
            )
        ) from error
    finally:
        os.close(descriptor)


def _order_for(
    lab: Lab, site: LabSite, fork: Fork, environment: Mapping[str, str]
) -> dict[str, object]:
    return {
        "lab": str(lab.root),
        "site": site.name,
        "project": fork.project,
        "name": fork.name,
        "kind": fork.kind,
        "target": fork.target,
        "argv": fork.argv,
        "address": site.address,
        "port": fork.port,
        "needs": fork.needs,
        "environment": {**environment, **marks(lab.root, site.name, fork.name)},
        "folder": str(site.run),
        "output": str(site.logs / f"{fork.name}.out"),
        "downed_mark": str(site.downed_mark),
    }


def _order(lab: Lab, project: str, order: Mapping[str, object]) -> int:
    """The id of the process that the project's zygote forked."""
    deadline = time.monotonic() + ORDER_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), _connected(lab.run / f"zygote-{project}.sock") as zygote:
            zygote.sendall(json.dumps(order).encode() + b"\n")
            answer = zygote.makefile("r").readline()
            if answer:
                return int(answer)
        time.sleep(0.2)
    raise OtherSystemFailed(
        say(
            "{service} of {site} was not started within {seconds} s; the reason is in {log}",
            service=order["name"],
            site=order["site"],
            seconds=ORDER_SECONDS,
            log=lab.run / "zygote.log",
        )
    )


@contextlib.contextmanager
def _connected(path: Path) -> Iterator[socket.socket]:
    """A connection to a socket whose path may be longer than the 108 characters of the kernel."""
    folder = os.open(path.parent, os.O_PATH)
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(ORDER_SECONDS)
            connection.connect(f"/proc/self/fd/{folder}/{path.name}")
            yield connection
    finally:
        os.close(folder)
