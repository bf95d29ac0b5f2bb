"""How fast a site is: as trials and moves have shown of late, else as the file says. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.message import Message, say
from recovery.move_told import MoveTold
from recovery.receipt import ProvenVolume
from tenants.recovery_model import Rates

NEWEST = 5
"""So many moves are looked at: what a site once was does not matter any more."""
FEWEST_GIB = 10
"""With less than this restored, chance says more than the storage."""


@dataclass(frozen=True, slots=True)
class Restored:
    """Volumes that were restored for trial beside each other, each timed by itself."""

    at: datetime
    volumes: Sequence[ProvenVolume]


@dataclass(frozen=True, slots=True)
class RatesUsed:
    """Rates, and where they are from."""

    rates: Rates
    told: Message


def rates_used(
    rates: Rates, trials: Sequence[Restored] = (), moves: Sequence[MoveTold] = ()
) -> RatesUsed:
    """The rates of the file, but restores as fast as these were at the site, `at_once` volumes
    beside each other, and servers as soon as they ran in its last `moves`, the oldest first."""
    told = [say("all else as the file has it: {source}", source=rates.source)]
    measured: dict[str, float] = {}
    if after := _servers_after(moves):
        measured["up_seconds"] = after
        told.insert(
            0,
            say(
                "servers as in {count} moves, the last on {day}",
                count=min(len(moves), NEWEST),
                day=moves[-1].declared_at.date(),
            ),
        )
    volumes = [volume for trial in trials for volume in trial.volumes]
    gib = sum(volume.gib for volume in volumes)
    seconds = sum(volume.restore_seconds for volume in volumes)
    if gib >= FEWEST_GIB and seconds:
        measured["restore_seconds_per_gib"] = seconds / gib / rates.at_once
        told.insert(
            0,
            say(
                "restores as in {count} trials, the last on {day}",
                count=len(trials),
                day=max(trial.at for trial in trials).date(),
            ),
        )
    if not measured:
        return RatesUsed(rates, say("as the file has them: {source}", source=rates.source))
    return RatesUsed(
        rates.model_copy(update=measured), say("as measured: {rates}", rates=tuple(told))
    )


def _servers_after(moves: Sequence[MoveTold]) -> int:
    """How long it took from the data to the servers, of the newest moves the slowest: each was
    measured with whatever else the site was doing that day. 0 where none is known."""
    spans = [
        one.runs_after_seconds - one.data_after_seconds
        for one in moves[-NEWEST:]
        if one.runs_after_seconds is not None and one.data_after_seconds is not None
    ]
    return max(spans, default=0)
