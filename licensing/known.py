"""What is known about licences, from the papers and the ledger. Adapter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from core.errors import Exit, ProblemsFound
from core.kept import all_kept
from licensing.change.licensing import Licensing, licensing_of, needed_since
from licensing.change.past import versions_of
from licensing.change.said import said
from licensing.ledger.facts import Fact, Subject, Told, believed, courses, news
from licensing.ledger.ledger import Ledger
from licensing.papers.licences import Licences
from licensing.papers.store import read_licences
from licensing.papers.used_rules import changed_after_use, counted_by, gone_after_use
from tenants.definitions import Definitions
from tenants.store import read_definitions


def known_at(
    ledger: Ledger,
    licences: Licences,
    definitions: Definitions,
    at: datetime,
    *,
    believed_at: datetime | None = None,
    since: datetime | None = None,
) -> Licensing:
    """What is known, or was at `believed_at`, as far as it matters for positions from `at` on.

    With `since` also what matters for positions from then on.

    Raises: ProblemsFound (exit 11) where a rule was changed after its first use.
    """
    told = said(definitions, licences)
    facts = _facts(ledger, told, at, believed_at)
    papers = replace(licences, versions=versions_of(courses(facts)))
    need_unchanged_rules(ledger, papers, definitions, at)
    needed = needed_since(papers, since or at)
    looks = ledger.looks(needed)
    with all_kept():
        entries = ledger.believed(believed_at, needed)
        return licensing_of(licences, definitions, entries, looks, facts, needed, at)


def _facts(
    ledger: Ledger, told: Mapping[Subject, Told], at: datetime, believed_at: datetime | None
) -> list[Fact]:
    """What files said so far; what they say now and no look has seen yet holds from now on."""
    facts = ledger.facts()
    if not facts:
        ledger.remember(told, at, only_first=True)
        facts = ledger.facts()
    if believed_at is not None:
        return believed(facts, believed_at)
    return [*facts, *news(told, facts, at)]


def hosts_in_no_file(
    ledger: Ledger, definitions: Definitions, at: datetime
) -> dict[str, list[str]]:
    """By site the hosts that run licensed products at `at`, as far as the ledger knows."""
    used: dict[str, set[str]] = defaultdict(set)
    for entry in ledger.believed(ended_after=at):
        if entry.until is None and entry.machine.role.products:
            used[entry.machine.site].add(entry.machine.host)
    strangers = {
        site: sorted(used[site] - read.value.hosts.keys())
        for site, read in definitions.sites.items()
    }
    return {site: hosts for site, hosts in strangers.items() if hosts}


def remember_files(ledger: Ledger, root: Path, now: datetime) -> None:
    """What the files below `root` say from now on; files that are wrong say nothing."""
    definitions, problems = read_definitions(root)
    licences, more = read_licences(root)
    if definitions is None or problems or more:
        return
    remember(ledger, definitions, licences, now)


def remember(ledger: Ledger, definitions: Definitions, licences: Licences, now: datetime) -> None:
    """What the files that were read say from now on."""
    told = said(definitions, licences)
    if news(told, ledger.facts(), now):
        ledger.remember(told, now)


def need_unchanged_rules(
    ledger: Ledger, licences: Licences, definitions: Definitions, now: datetime
) -> None:
    """A rule never changes after its first use, or the past would be counted anew.

    Raises: ProblemsFound (exit 11) with every rule, and every site's region, that did, or with
    every rule that is gone.
    """
    gone = gone_after_use(licences)
    if gone:
        raise ProblemsFound(gone, Exit.RULE_BROKEN)
    changed = ledger.changed_since_first_use(counted_by(licences, definitions), now)
    if changed:
        raise ProblemsFound(changed_after_use(licences, definitions, changed), Exit.RULE_BROKEN)
