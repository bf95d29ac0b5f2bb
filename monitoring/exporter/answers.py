"""What the exporter tells of its own Alertmanager: what nobody has taken, and drills. Adapter:
HTTP, the logs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from core.eras import JAPAN
from core.home import Home
from core.journal import entries
from monitoring.answering.drill import drills_of, samples
from monitoring.answering.held import held_of
from monitoring.answering.ladder import unacknowledged
from monitoring.answering.log import promises
from monitoring.exporter.series import NOTIFICATIONS_FAILED, Sample
from monitoring.routing.alertmanager import failed_deliveries, firing


@dataclass(frozen=True, slots=True)
class Answers:
    """Of one site."""

    home: Home
    site: str
    alertmanager: str

    def alerts(self) -> Iterator[Sample]:
        """Raises: UserError where Alertmanager does not say what fires."""
        held = held_of(firing(self.alertmanager))
        yield from unacknowledged(held, promises(self.home), datetime.now(JAPAN))

    def drills(self) -> Iterator[Sample]:
        yield from samples(drills_of(entries(self.home.drills), datetime.now(JAPAN)), self.site)

    def deliveries(self) -> Iterator[Sample]:
        """What could not be told is for the other site to tell: its mail may get through.

        Raises: UserError where Alertmanager does not say.
        """
        for integration, count in failed_deliveries(self.alertmanager).items():
            yield Sample(NOTIFICATIONS_FAILED, (self.site, integration), count)
