"""The rules of the house that a machine can see."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from cli.reference.commands import pages
from cli.schema.commands import schemas
from core.home import REPOSITORY

LONGEST_FILE = 310
"""Lines of a Python file; about 300 is where one idea ends."""

DATA_ONLY = {"tests/errors/cases.py", "tests/errors/reading_cases.py"}
"""Files that list data and hold no logic."""


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        REPOSITORY / line for line in listed.stdout.splitlines() if (REPOSITORY / line).exists()
    ]


def name(file: Path) -> str:
    return str(file.relative_to(REPOSITORY))


def test_no_python_file_is_longer_than_one_idea() -> None:
    long = {
        name(file): lines
        for file in tracked("*.py")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
        and name(file) not in DATA_ONLY
    }
    assert long == {}


def test_every_test_file_is_collected() -> None:
    with_tests = [
        name(file)
        for file in tracked("tests/*.py")
        if re.search(r"^def test_", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert [file for file in with_tests if not Path(file).name.startswith("test_")] == []


def test_no_file_names_a_registrys_host_or_a_path_of_one_machine() -> None:
    # Put together here, so that this file does not name them either.
    forbidden = [
        *(
            host + ".org"
            for host in ("pypi", "pythonhosted", "npmjs", "sum.golang", "proxy.golang")
        ),
        "deb.debian" + ".org",
        "/" + "work/main",
        "/" + "root/",
    ]
    found = [
        f"{name(file)}: {word}"
        for file in tracked()
        if file.suffix not in {".sum", ".png"}
        for word in forbidden
        if word in file.read_text(encoding="utf-8", errors="replace")
    ]
    assert found == []


def test_the_reference_is_what_the_code_says() -> None:
    stale = [
        name(file)
        for file, text in {**pages(), **schemas()}.items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `kumiai reference write` and `kumiai schema write`"


def test_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [REPOSITORY / ".venv" / "bin" / "lint-imports"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
