"""Papers of trials: what may be left of one, and what each came to. Adapter: files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.files import write_whole
from core.home import Home
from recovery.rates import Restored
from recovery.trial_told import TrialPaper, TrialTold

FOLDER, TOLD = "trials", "told"
"""Below `var`, and in there what each came to."""


def keep(home: Home, paper: TrialPaper) -> None:
    """Before anything is made."""
    write_whole(_left_file(home, paper.member), paper.text)


def forget(home: Home, member: str) -> None:
    """Once nothing is left."""
    _left_file(home, member).unlink(missing_ok=True)


def left(home: Home, members: Sequence[str] = ()) -> list[TrialPaper]:
    """Trials (of these members only, if any are named) of which something may still stand: under
    way, or killed."""
    files = sorted((home.root / FOLDER).glob("*.json"))
    papers = [TrialPaper.read(file.read_text(encoding="utf-8")) for file in files]
    return [one for one in papers if not members or one.member in members]


def tell(home: Home, told: TrialTold) -> None:
    write_whole(_told_file(home, told.trial.id), told.text)


def told_of(home: Home, identifier: str) -> TrialTold | None:
    """What the trial came to; None where it has not come so far."""
    try:
        return TrialTold.read(_told_file(home, identifier).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def measured_at(home: Home, site: str) -> list[Restored]:
    """How long restores for trial took there."""
    return [
        Restored(one.trial.began_at, one.volumes) for one in _told(home) if one.trial.site == site
    ]


def newest_of(home: Home, member: str) -> TrialTold | None:
    """What the member's last trial came to, if there was any."""
    found = [one for one in _told(home) if one.trial.member == member]
    return max(found, key=lambda one: one.trial.began_at, default=None)


def _told(home: Home) -> list[TrialTold]:
    files = sorted((home.root / FOLDER / TOLD).glob("*.json"))
    return [TrialTold.read(file.read_text(encoding="utf-8")) for file in files]


def _left_file(home: Home, member: str) -> Path:
    return home.root / FOLDER / f"{member}.json"


def _told_file(home: Home, identifier: str) -> Path:
    return home.root / FOLDER / TOLD / f"{identifier}.json"
