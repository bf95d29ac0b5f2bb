"""Which Python the environment is made with: one that every user can read, where there is one."""

from __future__ import annotations

import subprocess
from pathlib import Path

from core.home import REPOSITORY


def python_at(folder: Path, *, too_old: bool = False) -> Path:
    """A program that answers what is asked of a Python installed there."""
    program = folder / "bin" / "python3.11"
    program.parent.mkdir(parents=True)
    program.write_text(
        f'#!/bin/sh\ncase "$2" in *version_info*) exit {int(too_old)};; *) echo {folder};; esac\n'
    )
    program.chmod(0o755)
    return program


def chosen(home: Path, *first: Path) -> str:
    path = ":".join([*(str(program.parent) for program in first), "/usr/local/bin:/usr/bin:/bin"])
    return subprocess.run(
        [REPOSITORY / "infra" / "toolchain" / "python.sh"],
        env={"HOME": str(home), "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_a_python_below_the_users_home_is_passed_over(tmp_path: Path) -> None:
    own = python_at(tmp_path / "anna" / ".pyenv")
    everybodys = python_at(tmp_path / "opt")
    assert chosen(tmp_path / "anna", everybodys) == str(everybodys)
    assert chosen(tmp_path / "anna", own).startswith("/usr/")


def test_a_python_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    old = python_at(tmp_path / "opt", too_old=True)
    assert chosen(tmp_path / "anna", old) != str(old)
