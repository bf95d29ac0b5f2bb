"""Our packages stand in one list; what tools read from files of their own is held to it."""

from __future__ import annotations

import configparser
import doctest
import importlib
import re
import tomllib
import warnings

import pytest

from core.home import REPOSITORY
from core.packages import PACKAGES
from tests.lib.checkout import our_modules, packages_with_code, text_of, tracked

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_list_names_every_package_with_code() -> None:
    others = {"tests", "bench"}
    found = {file.parts[0] for file in tracked("*/*.py")}
    assert found - others == set(packages_with_code())


def test_setuptools_installs_every_package() -> None:
    found = PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
    assert sorted(found) == sorted(f"{one}*" for one in PACKAGES)


def test_mypy_checks_every_package_the_tests_and_the_bench() -> None:
    found = PROJECT["tool"]["mypy"]["packages"]
    assert sorted(found) == sorted([*packages_with_code(), "tests", "bench"])


def test_import_linter_knows_every_package() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(REPOSITORY / ".importlinter", encoding="utf-8")
    found = contracts["importlinter"]["root_packages"].split()
    assert sorted(found) == sorted(packages_with_code())


def test_set_up_compiles_every_package() -> None:
    script = (REPOSITORY / "infra/toolchain/setup.sh").read_text(encoding="utf-8")
    found = re.search(r"compileall -q (.*?) \|\|", script)
    assert found is not None
    assert {path.split("/")[0] for path in found.group(1).split()} >= set(packages_with_code())


@pytest.mark.parametrize("package", PACKAGES)
def test_a_warning_of_ours_fails_the_build(package: str) -> None:
    with pytest.raises(UserWarning):
        warnings.warn_explicit("tried", UserWarning, "tried.py", 1, module=f"{package}.tried")


@pytest.mark.parametrize(
    "name", [name for name, module in our_modules().items() if module.has_examples]
)
def test_the_examples_of_a_docstring_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0


def test_examples_stand_in_pure_modules_only() -> None:
    assert [
        n for n, module in our_modules().items() if module.has_examples and not module.is_pure
    ] == []


CITED = re.compile(
    r"domain notes|the notes\b|(?:house|domain|style|brief)\.md|\.\./shared|design papers?\b"
    r"|\b[Ii]ssue #?[0-9]|\brecipes?\b|\bthe seed's\b"
)
"""What stands outside the repository, where no reader of it can look."""


def test_nothing_cites_a_document_outside_the_repository() -> None:
    found = [
        f"{file}:{number}: {line.strip()}"
        for file in tracked("*.py", "*.md", "*.yaml", "*.toml", "*.sh", "Makefile", ".importlinter")
        if file.name != "test_packages.py"
        for number, line in enumerate(text_of(file).splitlines(), start=1)
        if CITED.search(line)
    ]
    assert found == []
