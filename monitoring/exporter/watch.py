"""Keeps what was seen last, so that Prometheus is answered at once. Adapter: a thread each.

A look that is refused takes its series with it: what is not known is not told, and that it is not
known is told instead.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.errors import UserError
from core.message import in_english
from monitoring.exporter.looks import ANSWER_SECONDS, Look
from monitoring.exporter.series import LOOK_SECONDS, LOOK_SUCCEEDED, Sample

STALE_AFTER = 4
"""So many looks late, and as long as an answer may take, a look hangs: what it saw last is no
longer told."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Seen:
    samples: tuple[Sample, ...]
    succeeded: bool
    seconds: float
    at: float


@dataclass
class Watch:
    """Looks again and again, until `stop` is set."""

    site: str
    looks: Mapping[str, Look]
    every_seconds: float
    answer_seconds: float = ANSWER_SECONDS
    _seen: dict[str, _Seen] = field(default_factory=dict)

    def begin(self, stop: threading.Event) -> None:
        for name, look in self.looks.items():
            threading.Thread(target=self._keep, args=(name, look, stop), daemon=True).start()

    def samples(self) -> Iterator[Sample]:
        """All that is known now, and of each look whether it is."""
        for name in self.looks:
            seen = self._seen.get(name)
            if seen is None:
                continue
            known = seen.succeeded and time.monotonic() - seen.at < self._limit
            yield Sample(LOOK_SUCCEEDED, (self.site, name), known)
            yield Sample(LOOK_SECONDS, (self.site, name), seen.seconds)
            if known:
                yield from seen.samples

    @property
    def _limit(self) -> float:
        return STALE_AFTER * self.every_seconds + self.answer_seconds

    def _keep(self, name: str, look: Look, stop: threading.Event) -> None:
        while not stop.is_set():
            self.look(name, look)
            stop.wait(self.every_seconds)

    def look(self, name: str, look: Look) -> None:
        """Once. A defect of ours is told like a refusal: the other looks go on."""
        begun = time.monotonic()
        samples: tuple[Sample, ...] = ()
        succeeded = False
        try:
            samples = tuple(look())
            succeeded = True
        except UserError as error:
            log.warning("%s: %s", name, error.message.text(in_english))
        except Exception:
            log.exception("%s", name)
        now = time.monotonic()
        self._seen[name] = _Seen(samples, succeeded, now - begun, now)
