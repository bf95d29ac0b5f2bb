"""What a stack's digest covers is what the programs load, and what of it means anything."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.home import REPOSITORY
from infra.stacks.program import program_of

LOADED = """
import pkgutil, sys
import infra.program
for module in pkgutil.walk_packages(infra.program.__path__, "infra.program."):
    __import__(module.name)
for name, module in sys.modules.items():
    if name.partition(".")[0] in ("core", "tenants", "blueprint", "cloud", "licensing", "infra"):
        print(module.__file__)
"""


def test_the_digest_covers_what_the_programs_load_and_nothing_else() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.split()
    assert sorted(program_of(REPOSITORY)) == sorted(
        str(Path(file).relative_to(REPOSITORY)) for file in loaded
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The programs alone."""
    for file in program_of(REPOSITORY):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / file, tmp_path / file)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("infra/program/provider.py", "RETRIES = 5", "RETRIES = 6"),
        ("infra/program/components/data_volume.py", "protect=True", "protect=False"),
        ("blueprint/naming.py", "-containers", "-buckets"),
        ("core/units.py", "1024", "1000"),
    ],
)
def test_whatever_declares_otherwise_is_another_program(
    copy: Path, file: str, old: str, new: str
) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    assert program_of(copy) != program_of(REPOSITORY)


def test_a_module_that_is_imported_from_now_on_belongs_to_it(copy: Path) -> None:
    (copy / "core/more.py").write_text("MORE = 1\n", encoding="ascii")
    file = copy / "core/units.py"
    file.write_text(
        file.read_text(encoding="utf-8") + "\n\nfrom core.more import MORE\n", encoding="utf-8"
    )
    assert program_of(copy).keys() - program_of(REPOSITORY).keys() == {"core/more.py"}


def test_remarks_and_what_no_program_imports_change_nothing(copy: Path) -> None:
    file = copy / "infra/program/provider.py"
    text = file.read_text(encoding="utf-8")
    said = text.replace('"""Times a call', '# A remark.\n"""How often a call')
    assert said != text
    file.write_text("\n" + said, encoding="utf-8")
    (copy / "core/more.py").write_text("MORE = 1\n", encoding="ascii")
    assert program_of(copy) == program_of(REPOSITORY)
