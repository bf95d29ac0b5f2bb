"""An earlier matrix, which nobody can change any more: it is read, or its faults are told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from core.errors import Exit, OtherSystemFailed, ProblemsFound, UserError
from monitoring.responsibility.history import matrix_at
from monitoring.responsibility.matrix import MATRIX_FOLDER, RESPONSIBILITIES_FILE
from tests.lib.definitions import ROOT
from tests.lib.matrix import shipped_matrix


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / MATRIX_FOLDER, tmp_path / MATRIX_FOLDER)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=sato", "-c", "user.email=sato@kumiai.example")
    subprocess.run(["git", *who, *words], cwd=root, check=True)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "as it is")


def test_it_is_what_the_commit_has(root: Path) -> None:
    (root / RESPONSIBILITIES_FILE).unlink()
    commit(root)
    found = matrix_at(root, "HEAD~1")
    assert found.responsibilities.value == shipped_matrix().responsibilities.value
    with pytest.raises(ProblemsFound) as refused:
        matrix_at(root, "HEAD")
    assert refused.value.exit_code is Exit.FILE_INVALID


def test_one_that_breaks_its_own_rules_is_told_and_not_compared(root: Path) -> None:
    file = root / RESPONSIBILITIES_FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("accountable: ict-section", "accountable: nobody-known", 1), "utf-8"
    )
    commit(root)
    with pytest.raises(ProblemsFound) as refused:
        matrix_at(root, "HEAD")
    assert "nobody-known is not known" in refused.value.text()
    assert refused.value.exit_code is Exit.RULE_BROKEN


def test_no_such_commit_and_no_git_are_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for word in ("v1", "--output=made"):
        with pytest.raises(UserError, match=f"^there is no commit {word} here; "):
            matrix_at(root, word)
    assert not (root / "made").exists()
    shutil.rmtree(root / MATRIX_FOLDER)
    commit(root)
    with pytest.raises(UserError, match=f"^HEAD has no {MATRIX_FOLDER}: "):
        matrix_at(root, "HEAD")
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(OtherSystemFailed, match=r"^git is missing"):
        matrix_at(root, "HEAD")
