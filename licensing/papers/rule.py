"""A counting rule's YAML file, field for field: how a vendor turns machines into licences. Pure.

Rules are data, since every vendor changes them and every contract may differ: versioned, dated,
with their source. Adding one needs no Python unless its metric is new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from core.strict import Day, Line, Name, Slug, Strict, Text, Truth
from core.units import Count, Days, Positive, PositiveMinutes
from licensing.papers.example import Example
from licensing.papers.measure import (
    DECLARED_METRICS,
    HOST_METRICS,
    Combination,
    Floors,
    Measure,
    Metric,
)
from tenants.moved import regions_of_sites


class Peak(StrEnum):
    """What is owed for a period."""

    CURRENT = "current"
    HIGH_WATER_MARK = "high_water_mark"


class Period(StrEnum):
    """Over which a high-water mark is taken."""

    MONTH = "month"
    QUARTER = "quarter"
    CALENDAR_YEAR = "calendar_year"
    FISCAL_YEAR = "fiscal_year"
    """Of Japan: 1 April to 31 March."""


class Confidence(StrEnum):
    """Who says so."""

    VENDOR = "vendor"
    TOOL = "tool"
    """A licence-management tool's own manual."""
    RESELLER = "reseller"


class Note(Strict):
    """What a reader should know beside the numbers. One language alone is told by `check`."""

    ja: str = ""
    en: str = ""

    @property
    def missing(self) -> str | None:
        """The language that it is not in, though it is in the other."""
        if bool(self.ja.strip()) == bool(self.en.strip()):
            return None
        return "en" if self.ja.strip() else "ja"


def _in_one_language(value: object) -> object:
    """Notes were in English once; signed snapshots of that time are still read."""
    return {"en": value} if isinstance(value, str) else value


class Rule(Measure):
    """How one metric of one vendor is counted, and since when."""

    moved: ClassVar = {"regions": regions_of_sites}

    id: Slug
    title: Name
    vendor: Line
    edition_of: Slug | None = None
    """Of what product family; `kumiai licence compare` sets its editions beside each other."""
    combined: Combination | None = None
    window_days: Days = 0
    """How long a host counts after its last server has gone."""
    powered_off_counts: Truth = False
    free_passive_servers: Count = 0
    """Passive replicas per primary that need no licence while they are passive."""
    free_days_per_year: Days = 0
    """Days of a calendar year on which a cluster's replicas may run without a licence."""
    all_or_nothing: Truth = False
    """Where too few are owned none of them counts, and everything is missing."""
    evidence_every_minutes: PositiveMinutes | None = None
    """How often somebody must have looked where its servers run, for them to be counted so."""
    sockets_at_most: Positive | None = None
    """A host that has room for more sockets may not be licensed by this rule at all."""
    peak: Peak = Peak.CURRENT
    period: Period = Period.FISCAL_YEAR
    per_region: Truth = False
    """Each `licence_region` of the sites has a high-water mark of its own, and they add up."""
    source: Text
    read_on: Day
    confidence: Confidence
    valid_from: Day
    valid_to: Day | None = None
    note: Annotated[Note, BeforeValidator(_in_one_language)] = Note()
    examples: tuple[Example, ...] = ()

    @property
    def measures(self) -> tuple[Rule, ...]:
        """The rule by each of its measures alone, its own first."""
        if self.combined is None:
            return (self,)
        alone = self.model_copy(update={"combined": None, "floors": _without_least(self.floors)})
        fields = Measure.model_fields
        others = [{name: getattr(one, name) for name in fields} for one in self.combined.others]
        return (alone, *(alone.model_copy(update=update) for update in others))

    @property
    def metrics(self) -> frozenset[Metric]:
        """All that it counts."""
        others = () if self.combined is None else self.combined.others
        return frozenset((self.counts, *(one.counts for one in others)))

    @property
    def classes(self) -> frozenset[str]:
        """Of hosts, by which it weighs them."""
        return frozenset(name for one in self.measures for name in one.factors)

    @property
    def counts_hosts(self) -> bool:
        """Whether hosts count by themselves, and not only what runs on them."""
        return self.counts in HOST_METRICS or not HOST_METRICS.isdisjoint(self.metrics)

    @property
    def window(self) -> timedelta:
        """How long its hosts count on; none where no host counts by itself."""
        return timedelta(days=self.window_days if self.counts_hosts else 0)

    @property
    def counts_sets(self) -> bool:
        """Whether a host counts once more for every so many servers on it."""
        return any(one.servers_per_set is not None for one in self.measures)

    @property
    def counts_what_is_declared(self) -> bool:
        return not DECLARED_METRICS.isdisjoint(self.metrics)


def _without_least(floors: Floors) -> Floors:
    """That of the whole stays with the whole."""
    return floors.model_copy(update={"licences_at_least": 0})


ABOUT_THE_RULE = frozenset(
    {"title", "vendor", "edition_of", "source", "read_on", "confidence", "valid_to", "note"}
    | {"examples", "evidence_every_minutes"}
)
"""What may be corrected after a rule's first use: none of it changes a number."""


def fingerprint(rule: Rule) -> str:
    """The same for as long as the rule counts the same.

    Fields that a rule does not use are left out, so that a new kind of field changes no rule.
    """
    return _digest(what_counts(rule))


def fingerprint_with_regions(rule: Rule, regions: Mapping[str, str]) -> str:
    """The fingerprint that the rule had while it named the sites' regions itself.

    Ledgers of that time remember it; where it fits the regions that the sites name today, the rule
    counts as it did.
    """
    content = what_counts(rule)
    del content["per_region"]
    return _digest({**content, "regions": dict(regions)})


def what_counts(rule: Rule) -> dict[str, object]:
    """The fields on which its numbers depend, without those that it does not use."""
    return rule.model_dump(mode="json", exclude=set(ABOUT_THE_RULE), exclude_defaults=True)


def _digest(content: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
