"""A counting rule never changes after its first use, or the past would be counted anew. Pure.

The same holds for the region that a site lies in, where a rule in use counts regions apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.eras import JAPAN
from core.message import say
from core.problem import Position, Problem
from licensing.papers.licences import RULES_FOLDER, Licences
from licensing.papers.rounding_checks import rounded_otherwise
from licensing.papers.rule import Rule, fingerprint, fingerprint_with_regions
from tenants.definitions import Definitions

REGION_OF = "region:"
"""Before a site's name, where a rule would have its id; no slug has a colon."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number depends on, as it is remembered; `formerly` says the same in earlier words."""

    mark: str
    formerly: frozenset[str] = frozenset()


def counted_by(licences: Licences, definitions: Definitions) -> dict[str, Counted]:
    """The rules that entitlements count by or did, and sites' regions where one asks for them."""
    names = sorted({paper.rule for paper in licences.papers} & licences.rules.keys())
    rules = {name: licences.rules[name].value for name in names}
    regions = {
        site: region
        for site, read in definitions.sites.items()
        if (region := read.value.licence_region) is not None
    }
    found = {name: _counted(rule, regions) for name, rule in rules.items()}
    if any(rule.per_region for rule in rules.values()):
        found |= {f"{REGION_OF}{site}": Counted(region) for site, region in regions.items()}
    return found


def _counted(rule: Rule, regions: Mapping[str, str]) -> Counted:
    """A field that changes no number may have stood in its file once, until `check` refused it."""
    formerly = {fingerprint(one) for one in rounded_otherwise(rule)}
    if rule.per_region:
        formerly.add(fingerprint_with_regions(rule, regions))
    return Counted(fingerprint(rule), frozenset(formerly))


def gone_after_use(licences: Licences) -> list[Problem]:
    """A problem for every rule that an entitlement counts by or did, and that has no file."""
    by: dict[str, set[str]] = defaultdict(set)
    for paper in licences.papers:
        if paper.rule not in licences.rules:
            by[paper.rule].add(paper.id)
    return [
        Problem(
            Position(RULES_FOLDER / f"{rule}.yaml", 1, 1),
            rule,
            "",
            say(
                "the file is gone, and {entitlements} was counted by it; restore it from git",
                entitlements=tuple(sorted(by[rule])),
            ),
        )
        for rule in sorted(by)
    ]


def changed_after_use(
    licences: Licences, definitions: Definitions, changed: Mapping[str, datetime]
) -> list[Problem]:
    """A problem for whatever counts otherwise than when it was first used."""
    return [
        _region_changed(definitions, name.removeprefix(REGION_OF), at.astimezone(JAPAN).date())
        if name.startswith(REGION_OF)
        else _rule_changed(licences, name, at.astimezone(JAPAN).date())
        for name, at in sorted(changed.items())
    ]


def _rule_changed(licences: Licences, name: str, day: date) -> Problem:
    return licences.rules[name].document.problem(
        ("id",),
        say(
            "{rule} counts otherwise than on {day}, when it was first used; restore it from "
            "git, end it with valid_to, and write a new rule into a file of its own",
            rule=name,
            day=day,
        ),
    )


def _region_changed(definitions: Definitions, site: str, day: date) -> Problem:
    read = definitions.sites[site]
    return read.document.problem(
        ("licence_region",),
        say(
            "{region} is another region than on {day}, when licences were first counted by it; "
            "restore it from git, or the past would be counted anew",
            region=str(read.value.licence_region),
            day=day,
        ),
        read.value.title.ja,
    )
