"""How fast a site restores: as its proofs have shown of late, else as the file says. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.message import Message, say
from recovery.receipt import Proof
from tenants.recovery_model import Rates

FEWEST_GIB = 10
"""With less than this restored, chance says more than the storage."""


@dataclass(frozen=True, slots=True)
class RatesUsed:
    """Rates, and where they are from."""

    rates: Rates
    told: Message


def rates_used(rates: Rates, proofs: Sequence[Proof]) -> RatesUsed:
    """The rates of the file, but restores as fast as these proofs were at the site.

    A proof restores `at_once` volumes beside each other, and each of them is timed by itself.
    """
    volumes = [volume for proof in proofs for volume in proof.volumes]
    gib = sum(volume.gib for volume in volumes)
    seconds = sum(volume.restore_seconds for volume in volumes)
    if gib < FEWEST_GIB or seconds == 0:
        return RatesUsed(rates, say("as the file has them: {source}", source=rates.source))
    measured = rates.model_copy(update={"restore_seconds_per_gib": seconds / gib / rates.at_once})
    return RatesUsed(
        measured,
        say(
            "restores as in {count} proofs, the last on {day}; all else as the file has it: "
            "{source}",
            count=len(proofs),
            day=max(proof.proven_at for proof in proofs).date(),
            source=rates.source,
        ),
    )
