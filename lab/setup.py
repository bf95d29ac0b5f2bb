"""What must be installed before a site can run: a few Debian packages and OpenStack. Adapter.

Each step is skipped when it is done; one that was killed half-way is done again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.errors import OtherSystemFailed
from core.files import locked, make_private_folder, write_whole
from core.message import Message, say
from lab.definition import Lab
from lab.guests.image import NEEDED_HERE
from lab.launch import SYSTEM_PATH, stop_zygotes
from lab.processes import NO_SITE, kill, marks
from lab.progress import Progress, timed

PROGRAMS = {
    "mariadbd": "mariadb-server",
    "rabbitmq-server": "rabbitmq-server",
    "memcached": "memcached",
    **NEEDED_HERE,
    "ovs-vswitchd": "openvswitch-switch",
    "ovn-northd": "ovn-central",
    "ovn-controller": "ovn-host",
    "ethtool": "ethtool",
    "prometheus": "prometheus",
    "prometheus-alertmanager": "prometheus-alertmanager",
    "prometheus-node-exporter": "prometheus-node-exporter",
}
"""Program, and the Debian package that brings it: what sites need, and what their hosts do."""

PYTHON = Path("/usr/bin/python3")
DATABASE_DRIVER = Path("/usr/lib/python3/dist-packages/MySQLdb")
DRIVER_PACKAGE = "python3-mysqldb"
"""MariaDB's driver in C, and Debian's Python, for which it is built and which its package brings.

With PyMySQL, which is all Python, OpenStack took a fifth more (docs/adr/0025).
"""

DEBIAN_SERVICES = (
    "mariadb",
    "rabbitmq-server",
    "memcached",
    "openvswitch-switch",
    "ovn-central",
    "ovn-host",
    "prometheus",
    "prometheus-alertmanager",
    "prometheus-node-exporter",
)

REQUIREMENTS = Path(__file__).parent / "requirements.lock"
DRIVERS = Path(__file__).parent / "labdrivers"
NOVA_LOOKS_HERE = "nova/virt/lab.py"
"""Nova only loads compute drivers that lie below its own package."""
NOVA_FINDS = (
    "from labdrivers.compute import LabDriver  # noqa\n"
    "from labdrivers.guests import GuestDriver  # noqa\n"
)

INSTALL_SECONDS = 900


def set_up(lab: Lab, progress: Progress) -> None:
    """Debian's packages, then the environment with OpenStack and the lab's own drivers."""
    missing = missing_packages()
    if missing:
        with timed(progress, say("Debian packages {names}", names=tuple(missing))):
            _install_packages(lab, missing)
    # Labs with homes of their own share the environment.
    with locked(lab.venv.with_name("lab-venv.lock")):
        requirements = _digest([REQUIREMENTS])
        if _stamp(lab, "requirements") != requirements or not _runs_on_debians_python(lab):
            with timed(progress, say("OpenStack in {folder}", folder=lab.venv)):
                _install_openstack(lab)
            _write_stamp(lab, "requirements", requirements)
        drivers = _digest(_driver_files())
        if _stamp(lab, "drivers") != drivers:
            with timed(progress, say("the lab's drivers")):
                stop_zygotes(lab)
                _install_drivers(lab)
            _write_stamp(lab, "drivers", drivers)


def missing_packages() -> list[str]:
    missing = [package for program, package in PROGRAMS.items() if not _which(program)]
    return missing if DATABASE_DRIVER.exists() else [*missing, DRIVER_PACKAGE]


def is_set_up(lab: Lab) -> bool:
    drivers = _digest(_driver_files())
    return (
        not missing_packages()
        and _stamp(lab, "requirements") == _digest([REQUIREMENTS])
        and _runs_on_debians_python(lab)
        and _stamp(lab, "drivers") == drivers
    )


def _install_packages(lab: Lab, packages: Sequence[str]) -> None:
    """Without the recommended ones, and without their services.

    Debian starts RabbitMQ on all addresses, where it would be in the way of the lab's own.
    """
    # A killed run of ours leaves apt-get alive: wait for its lock.
    patient = ["-o", "DPkg::Lock::Timeout=300"]
    install = ["apt-get", *patient, "install", "--yes", "--no-install-recommends", *packages]
    remedy = say("run as root: {command}", command=" ".join(install))
    if os.geteuid() and not shutil.which("sudo"):
        raise OtherSystemFailed(
            say("{names} are not installed; {remedy}", names=tuple(packages), remedy=remedy)
        )
    as_root = ["sudo"] if os.geteuid() else []
    quietly = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive"]
    _run(lab, [*quietly, "apt-get", "update"], remedy)
    _run(lab, [*quietly, *install], remedy)
    for service in DEBIAN_SERVICES:
        if Path("/run/systemd/system").exists():
            _run(lab, [*as_root, "systemctl", "disable", "--now", service], remedy)
        else:
            _run(lab, [*as_root, "service", service, "stop"], remedy, may_fail=True)


def _install_openstack(lab: Lab) -> None:
    """The environment from nothing: one that was left half-installed is not worth mending."""
    kill(lab.root, lambda process: process.site == NO_SITE)
    shutil.rmtree(lab.venv, ignore_errors=True)
    make_private_folder(lab.root)
    remedy = say("see whether the package index can be reached, then run it again")
    _run(lab, [_uv(lab), "venv", "--quiet", "--python", str(PYTHON), str(lab.venv)], remedy)
    _run(lab, [*_pip_install(lab), "--requirement", str(REQUIREMENTS)], remedy)


def _install_drivers(lab: Lab) -> None:
    """Built with the setuptools of the environment itself: nothing is fetched."""
    remedy = say("remove {folder} and run it again", folder=lab.venv)
    with tempfile.TemporaryDirectory(dir=lab.root) as copy:
        # A build leaves files beside its sources.
        shutil.copytree(DRIVERS, copy, dirs_exist_ok=True)
        build = ["--no-deps", "--no-build-isolation", "--reinstall", "--no-cache", copy]
        _run(lab, [*_pip_install(lab), *build], remedy)
    packages = next((lab.venv / "lib").glob("python3.*/site-packages"))
    write_whole(packages / NOVA_LOOKS_HERE, NOVA_FINDS)
    (packages / DATABASE_DRIVER.name).unlink(missing_ok=True)
    (packages / DATABASE_DRIVER.name).symlink_to(DATABASE_DRIVER)


def _runs_on_debians_python(lab: Lab) -> bool:
    return (lab.venv / "bin/python").resolve() == PYTHON.resolve()


def _pip_install(lab: Lab) -> list[str]:
    return [_uv(lab), "pip", "install", "--quiet", "--python", str(lab.venv / "bin/python")]


def _uv(lab: Lab) -> str:
    """The one on PATH, else the one that `make setup` took from PyPI."""
    for program in (shutil.which("uv"), lab.home.uv):
        if program is not None and Path(program).exists():
            return str(program)
    raise OtherSystemFailed(say("uv is not installed; run `make setup`"))


def _which(program: str) -> str | None:
    return shutil.which(program, path=SYSTEM_PATH)


def _run(lab: Lab, command: Sequence[str], remedy: Message, *, may_fail: bool = False) -> None:
    log = lab.root / "setup.log"
    make_private_folder(log.parent)
    with log.open("a") as output:
        try:
            code = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **marks(lab.root, NO_SITE, "setup")},
                timeout=INSTALL_SECONDS,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            code = 124
    if code and not may_fail:
        raise OtherSystemFailed(
            say(
                "{program} failed or did not end within {seconds} s (exit code {code}); the "
                "reason is at the end of {log}; {remedy}",
                program=" ".join(command[:3]),
                seconds=INSTALL_SECONDS,
                code=code,
                log=log,
                remedy=remedy,
            )
        )


def _digest(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()


def _driver_files() -> list[Path]:
    """Sources only: building leaves other files beside them."""
    kinds = ("pyproject.toml", "labdrivers/*.py", "labdrivers/preload/*.txt")
    return sorted(file for kind in kinds for file in DRIVERS.glob(kind))


def _stamp(lab: Lab, name: str) -> str | None:
    file = lab.venv / f".{name}.done"
    return file.read_text() if file.exists() else None


def _write_stamp(lab: Lab, name: str, digest: str) -> None:
    write_whole(lab.venv / f".{name}.done", digest)
