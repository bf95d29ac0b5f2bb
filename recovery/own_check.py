"""A system's own check of its copies: a program of the consortium's, run before a proof is signed.

Adapter: files, a process. Equal hashes say that what came back is what was there; whether a
database opens with it only its own programs know. `tenants/checks/SYSTEM` is run with a folder as
its only word, in which lie an image of each volume and the objects of each container, as
`kumiai backup extract` writes them. Exit code 0: it is well; else what it printed last says why.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from core.errors import Exit, UserError
from core.files import make_private_folder
from core.message import Message, say
from recovery.coverage import Kept
from recovery.extracting import extract
from recovery.vault import Vault
from tenants.definitions import CHECKS_FOLDER

LONGEST_SECONDS = 1800.0


def check_of(root: Path, system: str) -> Path | None:
    """None where the system has none."""
    file = root / CHECKS_FOLDER / system
    return file if file.exists() else None


def need_passed(
    program: Path,
    vault: Vault,
    kept: Sequence[Kept],
    folder: Path,
    tell: Callable[[Message], None],
    longest: float = LONGEST_SECONDS,
) -> None:
    """The newest of `kept`, written below `folder` for as long as this takes.

    Raises: UserError (exit 12) where the program does not find it well; as `extract`.
    """
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    make_private_folder(folder)
    try:
        extract(vault, kept, folder, tell)
        why = _against(program, folder, longest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if why is not None:
        raise UserError(
            say(
                "{member} {system}: its own check {program} does not find generation {number} "
                "well, though it is what was copied: {why}",
                member=vault.member,
                system=kept[-1].manifest.system,
                program=CHECKS_FOLDER / program.name,
                number=kept[-1].manifest.number,
                why=why,
            ),
            Exit.WORLD_DIFFERS,
        )


def _against(program: Path, folder: Path, longest: float) -> Message | None:
    try:
        process = subprocess.Popen(
            [program, folder],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        return say("it cannot be run: {why}", why=error.strerror or str(error))
    try:
        said, _ = process.communicate(timeout=longest)
    except BaseException as error:
        # With all that it started.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            return say("it has not ended after {seconds:.0f} s", seconds=longest)
        raise
    if process.returncode == 0:
        return None
    last = said.strip().splitlines()[-1:] or ["–"]
    return say("exit code {code}: {said}", code=process.returncode, said=last[0])
