"""Makes a site from nothing: databases, schemas, rings, the first users. Adapter: runs commands.

A site whose golden image does not exist yet is not made: whatever a killed run left of it is
thrown away first.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.errors import OtherSystemFailed
from core.message import say
from lab import schemas
from lab.definition import Lab
from lab.launch import site_environment, start_programs
from lab.layout import empty_temporary_folder, write_layout
from lab.ports import await_port, refuse_taken_ports
from lab.processes import end, kill, marks
from lab.service import FirstStep, Service
from lab.services.mariadb import install_command
from lab.sites import MARIADB, LabSite

STEP_SECONDS = 600
DATABASE_SECONDS = 300


def make_site(lab: Lab, site: LabSite, services: Sequence[Service]) -> None:
    """The site's folder as a new site has it, nothing of it running."""
    kill(lab.root, lambda process: process.site == site.name)
    refuse_taken_ports(site)
    shutil.rmtree(site.folder, ignore_errors=True)
    write_layout(site, services)
    empty_temporary_folder(site)
    log = site.logs / "first-time.log"
    environment = {**site_environment(site, services), **marks(lab.root, site.name, "first-time")}

    def take(steps_of: Callable[[Service], Sequence[FirstStep]]) -> None:
        start_programs(lab, site, [s for s in services if s.name in ("mariadb", "memcached")])
        await_port(site, MARIADB, DATABASE_SECONDS, site.logs / "mariadb.log")

        def of(service: Service) -> None:
            for step in steps_of(service):
                _first_step(site, step, environment, log)

        # The slowest first: Neutron's migrations are the longest of all.
        slowest_first = sorted(services, key=lambda s: s.name not in ("neutron", "nova", "cinder"))
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(of, slowest_first))
        end(lab.root, lambda process: process.site == site.name, patience_seconds=20)

    def make_schemas() -> None:
        _run(site, install_command(site), environment, log)
        take(lambda service: service.schemas)

    schemas.put_in_place(lab, site, services, make_schemas)
    take(lambda service: service.first_steps)


def _first_step(site: LabSite, step: FirstStep, environment: dict[str, str], log: Path) -> None:
    command = (str(site.venv / "bin/python"), "-m", "labdrivers.once")
    order = json.dumps({"entry": step.entry, "calls": step.calls})
    _run(site, command, environment, log, order=order, what=step.entry)


def _run(
    site: LabSite,
    command: Sequence[str],
    environment: dict[str, str],
    log: Path,
    order: str = "",
    what: str = "",
) -> None:
    with log.open("a") as output:
        try:
            code = subprocess.run(
                command,
                input=order,
                text=True,
                env=environment,
                cwd=site.run,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=STEP_SECONDS,
                check=False,
            ).returncode
        except FileNotFoundError as error:
            raise OtherSystemFailed(
                say("{program} is not installed; run `kumiai lab setup`", program=command[0])
            ) from error
        except subprocess.TimeoutExpired as error:
            raise OtherSystemFailed(
                say(
                    "{site}: {what} did not end within {seconds} s; the reason may be in {log}",
                    site=site.name,
                    what=what or command[0],
                    seconds=STEP_SECONDS,
                    log=log,
                )
            ) from error
    if code:
        raise OtherSystemFailed(
            say(
                "{site}: {what} failed; the reason is at the end of {log}",
                site=site.name,
                what=what or command[0],
                log=log,
            )
        )
