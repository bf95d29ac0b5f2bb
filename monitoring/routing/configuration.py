"""alertmanager.yml as typed objects, written as JSON, which is YAML. Pure.

Source: Alertmanager 0.25, docs/configuration. JSON because 1,741 municipalities' tree is written in
a tenth of the time that YAML takes; Alertmanager and amtool take both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

_TO_ESCAPE = re.compile(r'[\\"\n]')


class Op(StrEnum):
    """How a matcher compares."""

    IS = "="
    IS_NOT = "!="
    LIKE = "=~"
    NOT_LIKE = "!~"


@dataclass(frozen=True)
class Matcher:
    """A label and what it must be; a pattern must fit the whole value."""

    label: str
    op: Op
    value: str

    def __str__(self) -> str:
        value = self.value
        if _TO_ESCAPE.search(value):
            value = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'{self.label}{self.op.value}"{value}"'

    def fits(self, labels: Mapping[str, str]) -> bool:
        found = labels.get(self.label, "")
        match self.op:
            case Op.IS:
                return found == self.value
            case Op.IS_NOT:
                return found != self.value
            case Op.LIKE:
                return self._pattern.fullmatch(found) is not None
        return self._pattern.fullmatch(found) is None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.value, re.DOTALL)


def one_of(label: str, values: Sequence[str]) -> Matcher:
    """That the label is one of the values, which hold no sign that means something to a pattern."""
    if len(values) == 1:
        return Matcher(label, Op.IS, values[0])
    return Matcher(label, Op.LIKE, "|".join(values))


@dataclass(frozen=True, slots=True)
class TimeRange:
    """When: an empty field holds at any time. Minutes of the day; the end is outside again."""

    location: str = "Asia/Tokyo"
    weekdays: tuple[str, ...] = ()
    times: tuple[tuple[int, int], ...] = ()
    year: int | None = None
    month: int | None = None
    day: int | None = None

    def as_json(self) -> dict[str, object]:
        found: dict[str, object] = {"location": self.location}
        if self.weekdays:
            found["weekdays"] = list(self.weekdays)
        if self.times:
            found["times"] = [
                {"start_time": _clock(start), "end_time": _clock(end)} for start, end in self.times
            ]
        for name, number in (
            ("years", self.year),
            ("months", self.month),
            ("days_of_month", self.day),
        ):
            if number is not None:
                found[name] = [str(number)]
        return found


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a group is waited for, and how often it is told again."""

    group_wait: timedelta | None = None
    group_interval: timedelta | None = None
    repeat_interval: timedelta | None = None

    def as_json(self) -> dict[str, object]:
        spans = {
            "group_wait": self.group_wait,
            "group_interval": self.group_interval,
            "repeat_interval": self.repeat_interval,
        }
        return {
            name: f"{int(span.total_seconds() * 1000)}ms"
            for name, span in spans.items()
            if span is not None
        }


INHERITED = Timing()


@dataclass(frozen=True, slots=True)
class Route:
    """A branch of the tree. What it does not say is as in the branch above, but for the times."""

    receiver: str | None = None
    matchers: tuple[Matcher, ...] = ()
    group_by: tuple[str, ...] | None = None
    goes_on: bool = False
    """Whether the next branch is looked at too, though this one matched."""
    active: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    timing: Timing = INHERITED

    def as_json(self) -> dict[str, object]:
        found: dict[str, object] = {}
        if self.receiver is not None:
            found["receiver"] = self.receiver
        if self.matchers:
            found["matchers"] = [str(one) for one in self.matchers]
        if self.group_by is not None:
            found["group_by"] = list(self.group_by)
        if self.goes_on:
            found["continue"] = True
        if self.active:
            found["active_time_intervals"] = list(self.active)
        if self.muted:
            found["mute_time_intervals"] = list(self.muted)
        if self.timing is not INHERITED:
            found |= self.timing.as_json()
        if self.routes:
            found["routes"] = [one.as_json() for one in self.routes]
        return found

    def walk(self) -> Iterator[Route]:
        yield self
        for one in self.routes:
            yield from one.walk()


@dataclass(frozen=True, slots=True)
class Inhibition:
    """Whoever fits `source` keeps those silent that fit `target` and have the same `equal`."""

    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "source_matchers": [str(one) for one in self.source],
            "target_matchers": [str(one) for one in self.target],
            "equal": list(self.equal),
        }


_EACH = """{{ range .Alerts }}{{ .Annotations.summary_ja }}
{{ .Annotations.summary_en }}
状態 / state: {{ .Status }}
手順 / what to do: {{ .Annotations.runbook }}
{{ with .Annotations.means }}初めに呼んだ先 / who was called first: {{ . }}
{{ end }}根拠 / because: {{ .Annotations.row }}
{{ with .Annotations.below }}下の層に障害なし（遅くとも次の時刻から） / nothing broken below since:
  {{ . }}
{{ end -}}
{{ range .Labels.SortedPairs }}  {{ .Name }} = {{ .Value }}
{{ end }}
{{ end }}"""

MAIL: Mapping[str, object] = {
    "headers": {
        "Subject": '{{ if or (eq .CommonLabels.alertname "drill") (eq .CommonLabels.of "drill") }}'
        "[訓練] {{ end }}"
        "[{{ .Status | toUpper }}] {{ range .GroupLabels.SortedPairs }}{{ .Value }} "
        "{{ end }}{{ (index .Alerts 0).Annotations.summary_ja }}"
    },
    "html": "",
    "text": _EACH,
}
"""What a mail says of each alert: the sentence, whether it is over, what to do, which row of the
matrix makes it somebody's, and since when nothing below it is broken. Of several in one mail some
may be over while others still fire; only where all of them are a drill's it says so before all
else."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where a notification goes; its name never changes, lest everybody be called again."""

    name: str
    emails: tuple[str, ...] = ()
    webhooks: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        found: dict[str, object] = {"name": self.name}
        if self.emails:
            found["email_configs"] = [
                {"to": to, "send_resolved": True, **MAIL} for to in self.emails
            ]
        if self.webhooks:
            found["webhook_configs"] = [
                {"url": url, "send_resolved": True} for url in self.webhooks
            ]
        return found


@dataclass(frozen=True, slots=True)
class Configuration:
    """A whole alertmanager.yml."""

    route: Route
    receivers: tuple[Receiver, ...]
    intervals: Mapping[str, tuple[TimeRange, ...]] = field(default_factory=dict)
    inhibitions: tuple[Inhibition, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    """The `global` part: through which server e-mail goes out."""

    def text(self) -> str:
        """The file's content; the same for the same objects."""
        whole: dict[str, object] = {
            "global": dict(self.settings),
            "route": self.route.as_json(),
            "receivers": [one.as_json() for one in self.receivers],
            "inhibit_rules": [one.as_json() for one in self.inhibitions],
            "time_intervals": [
                {"name": name, "time_intervals": [one.as_json() for one in ranges]}
                for name, ranges in self.intervals.items()
            ],
        }
        return json.dumps(whole, ensure_ascii=False) + "\n"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
