"""What anybody was sent by the lab's Alertmanagers, and what they hold."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self, cast
from urllib.parse import quote
from urllib.request import urlopen

from lab.services.monitoring import FOLDER, MAIL
from lab.sites import ALERTMANAGER, PROMETHEUS, LabSite
from lab.watching import ANSWER_SECONDS
from monitoring.routing.alertmanager import firing
from monitoring.routing.labels import UNANSWERED
from tests.lib.second_lab import SecondLab
from tests.lib.waiting import until

_EACH = re.compile(r"state: (\w+)\b.*?\n  alertname = (\S+)", re.DOTALL)

_LABELS = re.compile(r"state: firing\b.*?\n((?:  \w+ = [^\n]*\n)+)", re.DOTALL)
_LABEL = re.compile(r"^  (\w+) = (.*?)\r?$", re.MULTILINE)

Sent = tuple[str, str]
"""Who was told, and of which alert."""


class Mailed(ABC):
    """Mail of one Alertmanager; only what came since `forget`."""

    _known = 0

    @property
    @abstractmethod
    def mail_file(self) -> Path: ...

    @property
    @abstractmethod
    def alertmanager(self) -> str: ...

    @property
    @abstractmethod
    def prometheus(self) -> str: ...

    def lines(self) -> list[dict[str, Any]]:
        """Every mail since then, as it came in; the last one may be half written yet."""
        if not self.mail_file.exists():
            return []
        *whole, _ = self.mail_file.read_text("utf-8").split("\n")
        return [json.loads(line) for line in whole[self._known :]]

    def forget(self) -> None:
        self._known += len(self.lines())

    def _sent(self) -> Iterator[tuple[str, Sent]]:
        for line in self.lines():
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

    def seconds_to_tell(self) -> Mapping[Sent, float]:
        """From the moment at which Prometheus let it fire to its first mail, of all that fires now.

        Both are told by who did it: Alertmanager holds the one, the mailbox wrote the other.
        """
        began = {_same(one["labels"]): str(one["startsAt"]) for one in firing(self.alertmanager)}
        found: dict[Sent, float] = {}
        for line in self.lines():
            came = datetime.fromisoformat(line["at"])
            for block in _LABELS.findall(line["text"]):
                labels = dict(_LABEL.findall(block))
                begin = began.get(_same(labels))
                if begin is not None:
                    took = (came - datetime.fromisoformat(begin)).total_seconds()
                    for to in line["to"]:
                        found.setdefault((to, labels["alertname"]), took)
        return found

    def receivers(self) -> set[str]:
        """Of all alerts that are held now."""
        return {
            str(one["name"])
            for alert in firing(self.alertmanager)
            for one in cast(list[dict[str, object]], alert["receivers"])
        }

    def firing(self) -> set[str]:
        """The names of all alerts that are held now, the heartbeat aside."""
        held = firing(self.alertmanager)
        labels = [cast(dict[str, str], one["labels"]) for one in held]
        return {one["alertname"] for one in labels} - {"heartbeat"}

    def series(self, name: str) -> int:
        """How many Prometheus has of them."""
        found = self._asked(f"count({name})")
        return int(found[0]["value"][1]) if found else 0

    def labels_of(self, name: str) -> set[str]:
        """Of all series of that name that Prometheus has now."""
        return {label for one in self._asked(name) for label in one["metric"]} - {"__name__"}

    def _asked(self, query: str) -> list[dict[str, Any]]:
        asked = f"{self.prometheus}/api/v1/query?query={quote(query)}"
        with urlopen(asked, timeout=ANSWER_SECONDS) as answer:
            found: list[dict[str, Any]] = json.load(answer)["data"]["result"]
        return found


def _same(labels: object) -> frozenset[tuple[str, str]]:
    return frozenset(cast(Mapping[str, str], labels).items())


@dataclass
class Mail(Mailed):
    """Of one site of the lab, about faults.

    Calls of the ladder are left out: its minutes are seconds on the lab, so that how far it climbs
    before a fault is mended hangs on how busy the machine is. It is tested with a pair of its own.
    """

    lab: SecondLab
    site: str

    @classmethod
    def from_now_on(cls, lab: SecondLab, site: str) -> Self:
        """Where nothing is broken yet, or no longer."""
        mail = cls(lab, site)
        until(lambda: mail.firing() == set(), "nothing is broken yet")
        mail.forget()
        return mail

    def _sent(self) -> Iterator[tuple[str, Sent]]:
        return ((state, sent) for state, sent in super()._sent() if sent[1] != UNANSWERED)

    @property
    def _at(self) -> LabSite:
        return self.lab.definition.site(self.site)

    @property
    def mail_file(self) -> Path:
        return self._at.data / FOLDER / MAIL

    @property
    def alertmanager(self) -> str:
        return self._at.url(ALERTMANAGER)

    @property
    def prometheus(self) -> str:
        return self._at.url(PROMETHEUS)


class AllMail(Mail):
    """Of one site of the lab, and calls of the ladder with it."""

    def _sent(self) -> Iterator[tuple[str, Sent]]:
        return Mailed._sent(self)
