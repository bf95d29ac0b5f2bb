"""The register as one file that runs anywhere with Python (zipapp). Adapter: reads our own source.

The same source gives the same bytes, so that a server that has it is left alone.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from core.files import write_whole

IN_IT = (
    *("core/__init__.py", "core/eras.py", "lab/__init__.py"),
    *("lab/register/*.py", "lab/register/templates/*.html"),
)
"""What the register imports of ours stands here too; a test runs it with nothing else."""

MAIN = "import sys\nfrom lab.register.__main__ import main\nsys.exit(main())\n"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file knows."""


def write_package(repository: Path, file: Path) -> Path:
    """Packed into `file`, which is left as it is where it holds the same."""
    packed = package_of(repository)
    if not file.exists() or file.read_bytes() != packed:
        write_whole(file, packed)
    return file


def package_of(repository: Path) -> bytes:
    """The bytes of the package."""
    files = sorted({file for pattern in IN_IT for file in repository.glob(pattern)})
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("__main__.py", LONG_AGO), MAIN)
        for file in files:
            name = file.relative_to(repository).as_posix()
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), file.read_bytes())
    return whole.getvalue()
