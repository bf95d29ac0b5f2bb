"""The register as one file: the same bytes each time, and it runs with nothing else of ours."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from core.home import REPOSITORY
from infra.guests.package import LONG_AGO, package_of, write_package


def test_the_same_source_gives_the_same_bytes() -> None:
    packed = package_of(REPOSITORY)
    assert packed == package_of(REPOSITORY)
    assert {one.date_time for one in ZipFile(BytesIO(packed)).infolist()} == {LONG_AGO}


def test_it_is_left_as_it_is_where_it_holds_the_same(tmp_path: Path) -> None:
    file = write_package(REPOSITORY, tmp_path / "register.pyz")
    before = file.stat().st_mtime_ns
    write_package(REPOSITORY, file)
    assert file.stat().st_mtime_ns == before


def test_it_imports_all_that_it_needs_from_itself(tmp_path: Path) -> None:
    file = write_package(REPOSITORY, tmp_path / "register.pyz")
    probe = (
        "import sys; sys.path[:] = [one for one in sys.path if '/lib/python' in one]; "
        f"sys.path.insert(0, {str(file)!r}); import lab.register.__main__, core.eras; "
        "print(lab.register.__main__.__file__, core.eras.__file__)"
    )
    said = subprocess.run(
        [sys.executable, "-I", "-c", probe], capture_output=True, text=True, cwd="/", check=True
    ).stdout.split()
    assert [Path(one).is_relative_to(file) for one in said] == [True, True]
