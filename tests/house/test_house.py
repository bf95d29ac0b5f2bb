"""The rules of the house that a machine can see."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import yaml

from cli.edited_files import edited_files
from cli.reference.commands import pages
from cli.schema.commands import schemas
from core.home import REPOSITORY
from tests.lib.checkout import text_of, tracked

LONGEST_FILE = 310
"""Lines of a Python file; about 300 is where one idea ends."""

DATA_ONLY = {"tests/errors/cases.py"}
"""Files that list data and hold no logic."""


def test_no_python_file_is_longer_than_one_idea() -> None:
    long = {
        str(file): lines
        for file in tracked("*.py")
        if (lines := len(text_of(file).splitlines())) > LONGEST_FILE and str(file) not in DATA_ONLY
    }
    assert long == {}


def test_every_test_file_is_collected() -> None:
    with_tests = [
        str(file)
        for file in tracked("tests/*.py")
        if re.search(r"^def test_", text_of(file), re.MULTILINE)
    ]
    assert [file for file in with_tests if not Path(file).name.startswith("test_")] == []


def test_both_of_pyyamls_loaders_read_our_files_alike() -> None:
    """Libyaml takes a question mark before a brace that PyYAML's own parser refuses."""
    for file in (*tracked("*.yaml"), *tracked("*.yml")):
        text = text_of(file)
        loaded = [list(yaml.load_all(text, one)) for one in (yaml.SafeLoader, yaml.CSafeLoader)]
        assert loaded[0] == loaded[1], file


OF_OTHER_TOOLS = ("Pulumi.yaml", "monitoring/policies/*.yaml")
"""YAML whose form is Pulumi's, or oslo.policy's, and not ours to describe."""


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
        f"{file}: {word}"
        for file in tracked()
        if file.suffix not in {".sum", ".png"}
        for word in forbidden
        if word in text_of(file)
    ]
    assert found == []


def test_the_reference_is_what_the_code_says() -> None:
    stale = [
        str(file)
        for file, text in {**pages(), **schemas()}.items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `kumiai reference write` and `kumiai schema write`"


def test_every_yaml_file_that_people_edit_has_a_schema_and_a_reference() -> None:
    files = [file for file in tracked("*.yaml") if not any(map(file.match, OF_OTHER_TOOLS))]
    assert [f for f in files if not any(map(f.match, edited_files()))] == []
    assert [f for f in files if not text_of(f).startswith("# yaml-language-server: $schema=")] == []


def test_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [REPOSITORY / ".venv" / "bin" / "lint-imports"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
