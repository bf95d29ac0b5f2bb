"""How fast a site restores: as trials have shown of late, else as the file says. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.message import Message, say
from recovery.receipt import ProvenVolume
from tenants.recovery_model import Rates

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


def rates_used(rates: Rates, trials: Sequence[Restored]) -> RatesUsed:
    """The rates of the file, but restores as fast as these were at the site, `at_once` volumes
    beside each other."""
    volumes = [volume for trial in trials for volume in trial.volumes]
    gib = sum(volume.gib for volume in volumes)
    seconds = sum(volume.restore_seconds for volume in volumes)
    if gib < FEWEST_GIB or seconds == 0:
        return RatesUsed(rates, say("as the file has them: {source}", source=rates.source))
    measured = rates.model_copy(update={"restore_seconds_per_gib": seconds / gib / rates.at_once})
    return RatesUsed(
        measured,
        say(
            "restores as in {count} trials, the last on {day}; all else as the file has it: "
            "{source}",
            count=len(trials),
            day=max(trial.at for trial in trials).date(),
            source=rates.source,
        ),
    )
