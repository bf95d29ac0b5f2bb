"""The matrix as a commit has it. Adapter: asks git."""

from __future__ import annotations

import io
import tarfile
import tempfile
from pathlib import Path

from core.errors import Exit, OtherSystemFailed, ProblemsFound, UserError
from core.message import say
from monitoring.programs import answer_of
from monitoring.responsibility.checks import of_itself
from monitoring.responsibility.matrix import MATRIX_FOLDER, Matrix
from monitoring.responsibility.store import read_matrix

NO_GIT = say("git is missing, which knows earlier versions; install it")


def matrix_at(root: Path, commit: str) -> Matrix:
    """Raises: UserError where there is no such commit, no matrix in it or a broken one;
    OtherSystemFailed where there is no git, or it does not answer."""
    # First, so that a word that begins with a dash is no option of the next one.
    _need_commit(root, commit)
    asked = ["git", "archive", "--format=tar", commit, "--", str(MATRIX_FOLDER)]
    done = answer_of(asked, root, NO_GIT)
    if done.returncode:
        raise UserError(
            say(
                "{commit} has no {folder}: {reason}",
                commit=commit,
                folder=MATRIX_FOLDER,
                reason=done.stderr.decode(errors="replace").strip(),
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        _unpack(done.stdout, Path(folder))
        matrix, problems = read_matrix(Path(folder))
    if matrix is None:
        raise ProblemsFound(problems)
    if broken := of_itself(matrix):
        raise ProblemsFound(broken, Exit.RULE_BROKEN)
    return matrix


def _need_commit(root: Path, commit: str) -> None:
    """Raises: UserError where git works here and knows no such commit."""
    here = answer_of(["git", "rev-parse", "--git-dir"], root, NO_GIT)
    known = ["git", "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}"]
    if here.returncode == 0 and answer_of(known, root, NO_GIT).returncode:
        raise UserError(
            say(
                "there is no commit {commit} here; `git log --oneline` shows those that there are",
                commit=commit,
            )
        )


def commit_of(root: Path) -> str:
    """By which commit the files are known; with a plus where some were edited since, empty where
    they are in no repository."""
    asked = ["git", "describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*"]
    try:
        done = answer_of(asked, root, NO_GIT)
    except OtherSystemFailed:
        return ""
    return done.stdout.decode().strip() if done.returncode == 0 else ""


def _unpack(content: bytes, folder: Path) -> None:
    """Files alone: `extractall` knows no filter before Python 3.11.4, and Debian 12 has 3.11.2."""
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for entry in archive:
            if entry.isfile() and (file := archive.extractfile(entry)):
                target = folder / entry.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read())
