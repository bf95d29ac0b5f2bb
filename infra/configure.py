"""Configures servers: the only caller of ansible-runner. Adapter: a process and its events.

ansible-runner keeps the whole environment and all that it is given beside its artifacts. So it
runs as a process of its own whose environment is written here, and no secret is handed to it:
Ansible reads the file of each where it is needed. Whatever a killed run left is found by the
run's mark in its environment, and ended by the next one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import psutil
import yaml

from core.errors import OtherSystemFailed
from core.files import make_private_folder, write_private
from core.home import REPOSITORY, Home
from core.message import Message, say
from infra.engine.processes import RUN, environment_of, kill, of_run
from infra.guests.openssh import words_for
from infra.guests.told import Event, Outcome, outcomes, read_event

ROLES = REPOSITORY / "roles"
PLAYBOOK = "site.yml"

JOB_MINUTES = 45
SILENT_MINUTES = 10

LAST = "playbook_on_stats"
"""The event that ends a run which came to its end, whatever failed. Of a playbook that was killed
ansible-runner tells the exit code of one that went well (`pexpect` has none for it)."""
TIMED_OUT = 254
"""Its own exit code where one of its limits was reached."""

CONNECT_SECONDS = 10
CONNECT_AGAIN = 2

Heard = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Job:
    """`inventory` is Ansible's; `hosts` are the servers in it. `check` changes nothing."""

    run: str
    name: str
    hosts: tuple[str, ...]
    inventory: Mapping[str, object]
    check: bool
    forks: int


def configure(home: Home, job: Job, heard: Heard) -> list[Outcome]:
    """Every server of the job, each as far as it went; `heard` is told each event at once.

    Raises: OtherSystemFailed where Ansible itself could not run.
    """
    if not job.hosts:
        return []
    log = home.logs / "configure" / f"{job.run}-{job.name}.log"
    make_private_folder(log.parent)
    events: list[Event] = []
    finished = False
    with _folder(job.run) as folder, log.open("wb", buffering=0) as words:
        log.chmod(0o600)
        write_private(folder / "inventory/hosts.yml", _yaml(job.inventory))
        settings = {"job_timeout": JOB_MINUTES * 60, "idle_timeout": SILENT_MINUTES * 60}
        write_private(folder / "env/settings", _yaml(settings))
        process = subprocess.Popen(
            _command(folder, job),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=words,
            env=_environment(home, folder, job),
            cwd=folder,
            start_new_session=True,
        )
        try:
            for data in _told(process, words):
                finished = finished or data.get("event") == LAST
                event = read_event(data)
                if event is not None:
                    events.append(event)
                    heard(event)
            code = process.wait()
        finally:
            end_run(job.run, str(folder))
    if code == TIMED_OUT:
        late = say("it was not finished within {minutes} min; run it again", minutes=JOB_MINUTES)
        return outcomes(job.hosts, events, late)
    if not finished:
        raise OtherSystemFailed(_cut_off(log) if events else _not_run(log))
    return outcomes(job.hosts, events, None)


def end_run(run: str, folder: str = "") -> None:
    """End whatever a run has left: Ansible, the connections that it keeps open, and its folders."""
    kill(lambda: [one for one in of_run(run) if _is_in(folder, one)])
    for left in _place().glob(f"{_prefix(run)}*"):
        if folder in str(left):
            shutil.rmtree(left, ignore_errors=True)


def _is_in(folder: str, process: psutil.Process) -> bool:
    return folder in environment_of(process).get("ANSIBLE_HOME", "")


def _cut_off(log: Path) -> Message:
    return say(
        "Ansible was ended before it had finished; the end of {log} says why, if it gave a reason; "
        "run it again",
        log=log,
    )


def _not_run(log: Path) -> Message:
    return say("Ansible did not run; the reason is at the end of {log}", log=log)


def _command(folder: Path, job: Job) -> list[str]:
    words = f"--forks {job.forks}" + (" --check --diff" if job.check else "")
    return [
        *("setpriv", "--pdeathsig=KILL", str(Path(sys.executable).parent / "ansible-runner")),
        *("run", str(folder), "--project-dir", str(ROLES), "--playbook", PLAYBOOK),
        *("--ident", "run", "--json", "--cmdline", words),
    ]


def _environment(home: Home, folder: Path, job: Job) -> dict[str, str]:
    """All that Ansible is told; nothing of the operator's own environment."""
    kept_open = ("-o", "BatchMode=yes", "-o", "ControlMaster=auto", "-o", "ControlPersist=60s")
    ssh = " ".join((*words_for(home, CONNECT_SECONDS), *kept_open))
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        RUN: job.run,
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_ROLES_PATH": str(ROLES),
        "ANSIBLE_SSH_ARGS": ssh,
        "ANSIBLE_SSH_CONTROL_PATH_DIR": str(folder / "cp"),
        "ANSIBLE_PIPELINING": "True",
        # A host that is busy starting greets late, once: that is no host without a network.
        "ANSIBLE_SSH_RETRIES": str(CONNECT_AGAIN),
        "ANSIBLE_INVENTORY_ENABLED": "yaml",
        "ANSIBLE_NOCOLOR": "True",
        "ANSIBLE_RETRY_FILES_ENABLED": "False",
        "ANSIBLE_DEPRECATION_WARNINGS": "False",
    }


def _told(process: subprocess.Popen[bytes], words: BinaryIO) -> Iterator[Mapping[str, object]]:
    """Its events as they come; a line that is none is Ansible's own word and goes to the log."""
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            data: object = None
            with suppress(ValueError):
                data = json.loads(line)
            if not isinstance(data, dict):
                data = {"stdout": line.decode(errors="replace").rstrip()}
            if data.get("stdout"):
                words.write(f"{data['stdout']}\n".encode())
            yield data


@contextmanager
def _folder(run: str) -> Iterator[Path]:
    """Gone afterwards; a killed run's goes with the next one."""
    folder = Path(tempfile.mkdtemp(prefix=_prefix(run), dir=_place()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place() -> Path:
    """In memory where that can be, since facts of servers pass through it."""
    shared = Path("/dev/shm")
    return shared if os.access(shared, os.W_OK) else Path(tempfile.gettempdir())


def _prefix(run: str) -> str:
    """Short: the sockets of SSH lie within, and a socket's path has 107 bytes at most (unix(7))."""
    return f"kumiai-{run[:8]}-"


def _yaml(value: Mapping[str, object]) -> str:
    return yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=False)
