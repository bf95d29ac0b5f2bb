"""The files of the checkout, as git knows them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

from core.home import REPOSITORY
from core.packages import PACKAGES
from tests.lib.purity import Module


def tracked(*patterns: str) -> list[Path]:
    """Files that are in git or would be, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return [Path(line) for line in listed.stdout.splitlines() if (REPOSITORY / line).exists()]


def text_of(file: Path) -> str:
    return (REPOSITORY / file).read_text(encoding="utf-8", errors="replace")


def packages_with_code() -> list[str]:
    """Our packages that hold Python by now, in the order of the list."""
    return [one for one in PACKAGES if (REPOSITORY / one / "__init__.py").exists()]


NOT_OURS_TO_IMPORT = ("lab/labdrivers", "licensing/ledger/migrations")
"""What runs in OpenStack's environment, and what alembic runs file by file."""


@cache
def our_modules() -> dict[str, Module]:
    """Every module of our packages by its dotted name."""
    files = [
        file
        for package in packages_with_code()
        for file in tracked(f"{package}/*.py")
        if not str(file).startswith(NOT_OURS_TO_IMPORT)
    ]
    return {
        name: Module(name, ast.parse(text_of(file))) for file in files for name in [_name(file)]
    }


def _name(file: Path) -> str:
    return ".".join(file.with_suffix("").parts).removesuffix(".__init__")
