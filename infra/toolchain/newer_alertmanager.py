"""A newer Alertmanager than Debian's, against which `make test-alertmanager` holds the evaluator.

Adapter: `python -m infra.toolchain.newer_alertmanager` puts it into place and prints where.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from core.errors import UserError
from core.files import make_folder, write_whole
from core.home import Home
from infra.toolchain.build import Build, changeable, changeable_module, compile_program
from infra.toolchain.install import Tool, put_in_place

ALERTMANAGER = "0.35.0"
"""The newest that the Go proxy serves; `alertmanager/go.mod` says the same. It is not in pins.py,
of which whatever changes has Pulumi built anew."""
ARCHIVE = f"alertmanager-{ALERTMANAGER}.linux-amd64.tar.gz"
MODULE = "github.com/prometheus/alertmanager"
BUILD_SECONDS = 150


def alertmanager_path(home: Home) -> Path:
    return home.tools / "bin" / "alertmanager"


def build_alertmanager(build: Build) -> None:
    """Without its own pages: npm makes them, so its module does not have them.

    Raises: UserError where Go is missing or the build fails.
    """
    source = changeable(build, "alertmanager")
    pages = changeable_module(build, source, MODULE) / "ui" / "app" / "dist"
    for kind in ("elm", "mantine"):
        make_folder(pages / kind)
        write_whole(pages / kind / "index.html", "built without pages\n")
    version = "github.com/prometheus/common/version.Version"
    flags = [f"-ldflags=-s -w -X {version}={ALERTMANAGER}"]
    compile_program(build, source, flags, f"{MODULE}/cmd/alertmanager")


TOOL = Tool(
    "alertmanager",
    ALERTMANAGER,
    alertmanager_path,
    ARCHIVE,
    build_alertmanager,
    BUILD_SECONDS,
    "--version",
)


def main() -> None:
    home = Home.of(os.environ)
    try:
        put_in_place(home, TOOL, lambda message: print(message, file=sys.stderr, flush=True))
    except UserError as error:
        print(error.text(), file=sys.stderr)
        raise SystemExit(int(error.exit_code)) from error
    print(alertmanager_path(home))


if __name__ == "__main__":
    main()
