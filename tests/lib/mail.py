"""What anybody was sent by the lab's Alertmanagers, and what they hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote
from urllib.request import urlopen

from lab.services.monitoring import FOLDER, MAIL
from lab.sites import ALERTMANAGER, PROMETHEUS, LabSite
from lab.watching import ANSWER_SECONDS
from monitoring.routing.alertmanager import firing
from tests.lib.second_lab import SecondLab

_EACH = re.compile(r"state: (\w+)\b.*?\n  alertname = (\S+)", re.DOTALL)

Sent = tuple[str, str]
"""Who was told, and of which alert."""


@dataclass
class Mail:
    """Mail of one site's Alertmanager; only what came since `forget`."""

    lab: SecondLab
    site: str
    _known: int = 0

    @property
    def _at(self) -> LabSite:
        return self.lab.definition.site(self.site)

    def _lines(self) -> list[dict[str, Any]]:
        file = self._at.data / FOLDER / MAIL
        if not file.exists():
            return []
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    def forget(self) -> None:
        self._known = len(self._lines())

    def _sent(self) -> Iterator[tuple[str, Sent]]:
        for line in self._lines()[self._known :]:
            for to in line["to"]:
                for state, alert in set(_EACH.findall(line["text"])):
                    yield state, (to, alert)

    def told(self) -> set[Sent]:
        """Who was told of what that fires."""
        return {sent for state, sent in self._sent() if state == "firing"}

    def over(self) -> set[Sent]:
        """Who was told of what that it is over."""
        return {sent for state, sent in self._sent() if state == "resolved"}

    def calls(self, to: str) -> Mapping[str, int]:
        """How often somebody was told of what."""
        return Counter(
            alert for state, (one, alert) in self._sent() if (state, one) == ("firing", to)
        )

    def receivers(self) -> set[str]:
        """Of all alerts that are held now."""
        return {
            str(one["name"])
            for alert in firing(self._at.url(ALERTMANAGER))
            for one in cast(list[dict[str, object]], alert["receivers"])
        }

    def firing(self) -> set[str]:
        """The names of all alerts that are held now, the heartbeat aside."""
        held = firing(self._at.url(ALERTMANAGER))
        labels = [cast(dict[str, str], one["labels"]) for one in held]
        return {one["alertname"] for one in labels} - {"heartbeat"}

    def series(self, name: str) -> int:
        """How many Prometheus has of them."""
        query = quote(f"count({name})")
        asked = f"{self._at.url(PROMETHEUS)}/api/v1/query?query={query}"
        with urlopen(asked, timeout=ANSWER_SECONDS) as answer:
            found = json.load(answer)["data"]["result"]
        return int(found[0]["value"][1]) if found else 0
