"""Runs of procedures on disk: a folder each, with its journal and the procedure as it was begun.

Adapter. The folder holds all that is needed to go on, so that it may be copied to a laptop. The
procedure is followed as it stood at the beginning, whatever becomes of the file meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.document import Document
from core.errors import Exit, UserError
from core.files import reason_of, write_private, write_whole
from core.home import Home
from core.journal import append, entries, first_broken_line
from core.message import say
from core.plan import Plan, Run
from core.run import DONE, Failure, carry_out
from runbooks.around import Done
from runbooks.limits import Limited
from runbooks.procedure import Procedure
from runbooks.progress import Progress, progress_of
from runbooks.record import ENDS, Record, What, read_record
from runbooks.vocabulary import Kind

JOURNAL = "journal.jsonl"
PROCEDURE = "procedure.yaml"
FILES = "files"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """One run's. As a `Journal` it is what `runner.py` writes to."""

    path: Path

    @property
    def id(self) -> str:
        return self.path.name

    @property
    def journal(self) -> Path:
        return self.path / JOURNAL

    def records(self) -> list[Record]:
        """Raises: UserError (exit 11) where a line was changed."""
        broken = first_broken_line(self.journal)
        if broken is not None:
            raise UserError(
                say(
                    "{file}:{line}: was changed, or a line before it is missing; see "
                    "`kumiai runbook verify-log`",
                    file=self.journal,
                    line=broken,
                ),
                Exit.RULE_BROKEN,
            )
        return [read_record(line) for line in entries(self.journal)]

    def add(self, record: Record) -> None:
        append(self.journal, record, ends=record.what in ENDS)

    @property
    def files(self) -> list[Path]:
        """What people gave."""
        return sorted((self.path / FILES).glob("*"))

    def keep(self, file: str) -> str:
        given = Path(file)
        try:
            content = given.read_bytes()
        except OSError as error:
            raise UserError(
                say("{file} cannot be read: {reason}", file=file, reason=reason_of(error))
            ) from error
        sha256 = hashlib.sha256(content).hexdigest()
        name = f"{sha256[:12]}-{given.name}"
        write_private(self.path / FILES / name, content)
        return f"{FILES}/{name} sha256:{sha256}"

    @property
    def progress(self) -> Progress:
        return progress_of(self.records())

    @property
    def procedure(self) -> Procedure:
        """As it was when the run began. Raises: UserError (exit 11) where it was changed since."""
        file = self.path / PROCEDURE
        raw = file.read_bytes() if file.exists() else b""
        document, _ = Document.decode(raw, file)
        found = document.read_as(Procedure)[0] if document is not None else None
        if found is None or hashlib.sha256(raw).hexdigest() != self.progress.sha256:
            raise UserError(
                say(
                    "{file} is not what the run was begun with; bring it back from git or from a "
                    "copy of the run",
                    file=file,
                ),
                Exit.RULE_BROKEN,
            )
        return found


def begin(
    home: Home,
    name: str,
    text: str,
    values: Mapping[Kind, str],
    forecast: Mapping[str, list[str]],
    who: str,
    signer: Mapping[str, str],
    reason: str,
    now: datetime,
) -> RunFolder:
    """A run that begins now; `signer` is by which name and key `who` signs.

    Raises: OtherSystemFailed where it cannot be written.
    """
    path = home.runs / f"{now:%Y%m%d-%H%M%S}-{name}"
    number = 1
    while path.exists():
        number += 1
        path = home.runs / f"{now:%Y%m%d-%H%M%S}-{name}-{number}"
    write_whole(path / PROCEDURE, text)
    folder = RunFolder(path)
    facts = {
        "procedure": name,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "values": {str(kind): value for kind, value in values.items()},
        "forecast": forecast,
        **signer,
    }
    folder.add(Record(now, who, What.RUN_BEGUN, reason=reason, facts=facts))
    return folder


def all_runs(home: Home) -> list[RunFolder]:
    """Every run, the oldest first. One that was killed before its first line is none."""
    folders = sorted(home.runs.iterdir()) if home.runs.is_dir() else []
    return [RunFolder(one) for one in folders if (one / JOURNAL).exists()]


def need_run(home: Home, part: str) -> RunFolder:
    """The run whose name has `part`. Raises: UserError where there is none, or several have it."""
    found = [one for one in all_runs(home) if part in one.id]
    if len(found) == 1:
        return found[0]
    known = found or all_runs(home)
    if not known:
        raise UserError(
            say(
                "there is no run {part}: none was ever begun; `kumiai runbook run` begins one",
                part=part,
            )
        )
    if not found:
        raise UserError(
            say(
                "there is no run {part}; there are {known}",
                part=part,
                known=tuple(one.id for one in known[-8:]),
            )
        )
    raise UserError(
        say(
            "{part} names {count} runs; there are {known}",
            part=part,
            count=len(found),
            known=tuple(one.id for one in known[-8:]),
        )
    )


@dataclass(frozen=True, slots=True)
class TheHands:
    """Does acts as every command does: lock, *begun*, do, *done* or *failed*."""

    home: Home
    watcher: Limited

    def carry(self, plan: Plan, run: Run, at_once: int | None, limit_minutes: int) -> list[Failure]:
        with self.watcher.limited(run, limit_minutes):
            return carry_out(self.home, plan, run, self.watcher, at_once)

    def done(self, keys: Collection[str]) -> Done:
        return [
            (line["act"], line["subject"])
            for line in entries(self.home.journal)
            if line.get("run") in keys and line["outcome"] == DONE
        ]
