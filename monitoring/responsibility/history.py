"""The matrix as a commit has it. Adapter: asks git."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from core.errors import ProblemsFound, UserError
from core.message import say
from monitoring.responsibility.matrix import MATRIX_FOLDER, Matrix
from monitoring.responsibility.store import read_matrix

GIT_SECONDS = 60


def matrix_at(root: Path, commit: str) -> Matrix:
    """Raises: UserError where there is no such commit, or no matrix in it."""
    done = subprocess.run(
        ["git", "archive", "--format=tar", commit, "--", str(MATRIX_FOLDER)],
        cwd=root,
        capture_output=True,
        timeout=GIT_SECONDS,
        check=False,
    )
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
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        matrix, problems = read_matrix(Path(folder))
    if matrix is None:
        raise ProblemsFound(problems)
    return matrix
