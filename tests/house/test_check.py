"""What `make check` runs is done in a minute, since it starts no server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tests.lib.checkout import text_of, tracked

SERVERS = frozenset(
    f"tests.lib.{name}" for name in ("alertmanager", "cloud_over_http", "killing", "postgres")
) | {"tests.lib.second_lab"}
"""They start something that answers, or that is killed."""

NOT_OF_CHECK = ("tests/integration", "tests/lab", "tests/roles")


def imports(file: Path) -> set[str]:
    """Modules of `tests.lib` that a file names in its imports."""
    text = text_of(file)
    whole = re.findall(r"^from (tests\.lib\.\w+) import", text, re.MULTILINE)
    parts = re.findall(r"^from tests\.lib import (.+)$", text, re.MULTILINE)
    return {*whole, *(f"tests.lib.{name}" for line in parts for name in line.split(", "))}


def reached(names: set[str], library: Mapping[str, set[str]]) -> set[str]:
    """These modules and all that they import."""
    found: set[str] = set()
    while names:
        found |= names
        names = {inner for name in names for inner in library.get(name, set())} - found
    return found


def test_no_test_of_make_check_starts_a_server() -> None:
    library = {f"tests.lib.{file.stem}": imports(file) for file in tracked("tests/lib/*.py")}
    starting = {
        str(file): sorted(servers)
        for file in tracked("tests/*.py")
        if file.name.startswith("test_") and not str(file).startswith(NOT_OF_CHECK)
        if (servers := reached(imports(file), library) & SERVERS)
    }
    assert starting == {}, "they belong into tests/integration"
    assert reached({"tests.lib.copies"}, library) & SERVERS
