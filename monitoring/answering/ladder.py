"""For how long nobody has had each alert, as samples: by them the ladder is climbed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from monitoring.answering.held import Held
from monitoring.answering.promise import Promise, unanswered_since
from monitoring.exporter.series import UNACKNOWLEDGED_SECONDS, Sample


def unacknowledged(
    alerts: Iterable[Held], promises: Mapping[str, Promise], now: datetime
) -> Iterator[Sample]:
    """Of every alert that somebody has to take, from the end of the last promise."""
    for held in alerts:
        if held.climbs:
            since = unanswered_since(held, promises.get(held.key), now)
            seconds = 0.0 if since is None else max(0.0, (now - since).total_seconds())
            rest = (held.labels.get(name, "") for name in UNACKNOWLEDGED_SECONDS.labels[2:])
            values = (held.name, held.fingerprint, *rest)
            yield Sample(UNACKNOWLEDGED_SECONDS, values, seconds)
