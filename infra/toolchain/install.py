"""Puts the pinned tools into place; each step is skipped when done. Adapter.

`python -m infra.toolchain.install`. A step that is killed leaves only a temporary file behind:
every program is made under another name and moved into place as the last act.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from core.errors import UserError
from core.files import make_folder, make_private_folder, write_whole
from core.home import REPOSITORY, Home
from core.message import Message, say
from infra.toolchain import archive
from infra.toolchain.build import (
    CLI_SECONDS,
    PLUGIN_SECONDS,
    Build,
    Progress,
    build_cli,
    build_plugin,
)
from infra.toolchain.environment import BACKEND
from infra.toolchain.passphrase import ensure_passphrase, sealed_here
from infra.toolchain.pins import OPENSTACK_PLUGIN, PULUMI_CLI
from infra.toolchain.source import CLI_ARCHIVE, PLUGIN_ARCHIVE, Found, Source, source_of
from infra.toolchain.stamp import is_stamped, stamp

TOOLS_DIR = "KUMIAI_TOOLS_DIR"
"""A folder with official archives, for networks that reach no registry."""


def cli_path(home: Home) -> Path:
    return home.tools / "bin" / "pulumi"


def host_path(home: Home) -> Path:
    return home.tools / "bin" / "pulumi-language-python"


def plugin_path(home: Home) -> Path:
    folder = home.pulumi_home / "plugins" / f"resource-openstack-v{OPENSTACK_PLUGIN}"
    return folder / "pulumi-resource-openstack"


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that is taken from the first source that has it."""

    name: str
    version: str
    path: Callable[[Home], Path]
    archive: str
    build: Callable[[Build], None]
    build_seconds: int
    asks_version: str = "-version"


TOOLS = (
    Tool("pulumi", PULUMI_CLI, cli_path, CLI_ARCHIVE, build_cli, CLI_SECONDS, "version"),
    Tool(
        "pulumi-resource-openstack",
        OPENSTACK_PLUGIN,
        plugin_path,
        PLUGIN_ARCHIVE,
        build_plugin,
        PLUGIN_SECONDS,
    ),
)
"""One after the other: the second build finds compiled what it shares with the first."""


def install(home: Home, tell: Progress) -> None:
    """All three tools, the passphrase and the folders of Pulumi.

    Raises: UserError with the log to look at where a tool can be had from nowhere.
    """
    for tool in TOOLS:
        put_in_place(home, tool, tell)
    _language_host(home)
    for folder in (home.state, REPOSITORY / "var" / "stacks", home.logs, home.locks):
        make_private_folder(folder)
    if not os.environ.get(BACKEND):
        # Where the state is kept elsewhere, whoever first builds a stack looks there before.
        ensure_passphrase(home, lambda: sealed_here(home))


def put_in_place(home: Home, tool: Tool, tell: Progress) -> None:
    """Raises: UserError with the log to look at where the tool can be had from nowhere."""
    source = _source(home, tool)
    if source is Source.PRESENT:
        return
    started = time.monotonic()
    tell(_beginning(tool, source))
    target = tool.path(home)
    staged = target.with_name(f".{tool.name}.new")
    make_folder(target.parent)
    log = home.tools / f"{tool.name}.log"
    make_folder(home.tools)
    if source is Source.PATH:
        shutil.copy2(Path(shutil.which(tool.name) or ""), staged)
    elif source is Source.ARCHIVE:
        archive.take(_archives() / tool.archive, tool.name, staged)
    else:
        tool.build(Build(home, tool.name, staged, log, tell))
    _prove(staged, tool, log)
    staged.replace(target)
    stamp(home, tool.name, tool.version, target, source)
    tell(
        say(
            "{tool} {version}: ready after {seconds:.0f} s",
            tool=tool.name,
            version=tool.version,
            seconds=time.monotonic() - started,
        )
    )


def _source(home: Home, tool: Tool) -> Source:
    installed = is_stamped(home, tool.name, tool.version, tool.path(home))
    found = Found(
        installed=installed,
        on_path=None if installed else _version_on_path(tool, home),
        archives=tuple(path.name for path in _archives().glob("*.tar.gz")),
    )
    return source_of(found, tool.version, tool.archive)


def _archives() -> Path:
    return Path(os.environ.get(TOOLS_DIR) or "/nonexistent")


def _beginning(tool: Tool, source: Source) -> Message:
    if source is Source.BUILD:
        return say(
            "{tool} {version}: built from Go modules; from nothing about {minutes} min on two "
            "quiet cores …",
            tool=tool.name,
            version=tool.version,
            minutes=ceil(tool.build_seconds / 60),
        )
    return say(
        "{tool} {version}: taken from {source} …",
        tool=tool.name,
        version=tool.version,
        source=str(source),
    )


def _prove(program: Path, tool: Tool, log: Path) -> None:
    """The program runs and says the version that is wanted."""
    program.chmod(0o755)
    try:
        done = subprocess.run(
            [program, tool.asks_version], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UserError(
            say("{tool} does not start: {reason}; see {log}", tool=tool.name, reason=error, log=log)
        ) from error
    said = (done.stdout + done.stderr).strip().removeprefix("v")
    if tool.version not in said.split():
        raise UserError(
            say(
                "{tool} says it is {said}, wanted is {version}; "
                "put the right archive into {variable}",
                tool=tool.name,
                said=said[:60] or say("nothing"),
                version=tool.version,
                variable=TOOLS_DIR,
            )
        )


def _version_on_path(tool: Tool, home: Home) -> str | None:
    program = shutil.which(tool.name)
    if program is None or Path(program).is_relative_to(home.tools):
        return None
    try:
        done = subprocess.run(
            [program, tool.asks_version], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None


def _language_host(home: Home) -> None:
    """Our language host, run by the project's own interpreter."""
    source = (Path(__file__).parent / "language_host.py").read_text(encoding="utf-8")
    text = f"#!{sys.executable}\n{source}"
    target = host_path(home)
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        write_whole(target, text, 0o755)


def main() -> None:
    try:
        install(Home.of(os.environ), lambda message: print(message, flush=True))
    except UserError as error:
        print(error.text(), file=sys.stderr)
        raise SystemExit(int(error.exit_code)) from error


if __name__ == "__main__":
    main()
