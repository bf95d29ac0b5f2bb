"""What a dashboard of Grafana shows, as values; `grafana.py` writes it in Grafana's words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from core.message import Message, Named

COLUMNS = 24
"""Of Grafana's grid."""
LONGEST_UID = 40
"""Grafana refuses a longer one, and any sign but letters, digits, `-` and `_`."""

ORDER = "Value"
"""Grafana's name of the column in which an expression's own value stands."""


class Kind(StrEnum):
    """How Grafana draws it, by its own names."""

    LINES = "timeseries"
    STATES = "state-timeline"
    TABLE = "table"
    NUMBER = "stat"
    BARS = "bargauge"


class Unit(StrEnum):
    """By Grafana's own ids (packages/grafana-data, valueFormats/categories)."""

    SHORT = "short"
    SECONDS = "s"
    DAYS = "d"
    SHARE = "percentunit"


@dataclass(frozen=True, slots=True)
class Query:
    """An expression, and the site whose Prometheus works it out."""

    site: str
    expr: str
    legend: Message | str = ""
    """What stands beside it, as `{{member}}`."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture."""

    title: Message
    queries: tuple[Query, ...]
    kind: Kind = Kind.LINES
    unit: Unit = Unit.SHORT
    width: int = COLUMNS
    height: int = 8
    fault_from: float | None = None
    """From where on it is drawn red."""
    fault_below: float | None = None
    """Below which it is."""
    columns: Mapping[str, Message] = field(default_factory=dict)
    """Of a table: the labels that are shown, in order, and their headings."""
    words: Mapping[str, Mapping[str, Message]] = field(default_factory=dict)
    """By label what its values are called."""
    what: Message | None = None
    """Behind the little i: what to know before one believes it."""

    @property
    def sites(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.site for one in self.queries))


@dataclass(frozen=True, slots=True)
class Section:
    """Panels below a heading that Grafana can fold."""

    title: Message
    panels: Sequence[Panel]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A page of them."""

    uid: str
    title: Message | Named
    sections: Sequence[Section]
    folder: str = ""
    """A municipality's pages lie in a folder of its own, whose rights Grafana asks for."""

    def placed(self) -> Iterator[tuple[Section | Panel, int, int]]:
        """From the left to the right in rows, each as high as its highest; a section begins one."""
        y = 0
        for section in self.sections:
            yield section, 0, y
            x, y, highest = 0, y + 1, 0
            for panel in section.panels:
                if x + panel.width > COLUMNS:
                    x, y, highest = 0, y + highest, 0
                yield panel, x, y
                x, highest = x + panel.width, max(highest, panel.height)
            y += highest


def uid(*names: str) -> str:
    """A name that Grafana takes, and the same each time: bookmarks go on working.

    >>> uid("party", "usuki.ict-section")
    'kumiai-party-usuki_ict-section'
    """
    whole = "-".join(("kumiai", *names)).replace(".", "_")
    if len(whole) <= LONGEST_UID:
        return whole
    number = sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: LONGEST_UID - len(number) - 1]}-{number}"
