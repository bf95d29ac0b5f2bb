"""kumiai's own health: whether it sees, whether what it says arrives, and what it needs. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from core.message import Message, say
from monitoring.dashboards.cells import Cells
from monitoring.dashboards.layers import HALF, NARROW, PANELS, WIDE
from monitoring.dashboards.lowest import unanswered
from monitoring.dashboards.panel import Kind, Panel, Query, Section, Unit
from monitoring.responsibility.vocabulary import Layer
from monitoring.routing.labels import SITE
from monitoring.rules.lowest import broken

UNIT_FAILED, MISCONFIGURED = "unit-failed", "monitoring-misconfigured"
"""Alerts (`monitoring/rules/alerts.yaml`) whose finding is shown."""
HALF_A_YEAR_DAYS = 180
"""Within which the list of holidays is called for (`monitoring/rules/alerts.yaml`)."""


def health(sites: Sequence[str]) -> tuple[Section, ...]:
    """Of all sites together, what each one's Prometheus tells."""
    return (
        Section(say("does it see"), tuple(_sees(sites))),
        Section(say("is it heard"), tuple(_heard(sites))),
        Section(say("has it what it needs"), tuple(_needs(sites))),
    )


def _sees(sites: Sequence[str]) -> Iterator[Panel]:
    everywhere = Cells()
    for shown in PANELS[Layer.MONITORING]:
        panel = shown.panel(everywhere, sites)
        if panel is not None:
            yield panel


def _heard(sites: Sequence[str]) -> Iterator[Panel]:
    yield Panel(
        say("Since the last heartbeat: alerts go the whole way"),
        # Each site's own word, and what the others hear of it.
        tuple(
            Query(
                site,
                "time() - kumiai_heartbeat_seconds",
                f"{{{{site}}}} ({site})",
            )
            for site in sites
        ),
        unit=Unit.SECONDS,
        width=HALF,
        fault_from=120,
    )
    yield Panel(
        say("Alerts that could not be delivered"),
        _each(
            sites,
            lambda one: f"increase(alertmanager_notifications_failed_total{{{one}}}[5m])",
            "{{site}} {{integration}}",
        ),
        width=HALF,
        fault_from=1,
    )
    yield unanswered([], sites)


def _needs(sites: Sequence[str]) -> Iterator[Panel]:
    yield _table(
        say("Units that failed or do not run"),
        _each(sites, lambda one: f"count by (site, name) ({broken(UNIT_FAILED)}{{{one}}})"),
        {SITE: say("site"), "name": say("unit")},
    )
    yield _table(
        say("Configuration that cannot be read, rules that cannot be worked out"),
        _each(sites, lambda one: f"count by (site, job) ({broken(MISCONFIGURED)}{{{one}}})"),
        {SITE: say("site"), "job": say("program")},
    )
    yield Panel(
        say("Days until the list of holidays ends"),
        _each(
            sites,
            lambda one: f"(kumiai_holidays_end_seconds{{{one}}} - time()) / 86400",
            "{{site}}",
        ),
        Kind.NUMBER,
        Unit.DAYS,
        NARROW,
        fault_below=HALF_A_YEAR_DAYS,
    )
    yield Panel(
        say("Since the licence ledger was compared with Nova"),
        _each(sites, lambda one: f"kumiai_licence_collector_lag_seconds{{{one}}}", "{{site}}"),
        unit=Unit.SECONDS,
        width=WIDE,
        fault_from=3600,
    )


def _each(sites: Sequence[str], expr: Callable[[str], str], legend: str = "") -> tuple[Query, ...]:
    return tuple(Query(site, expr(f'{SITE}="{site}"'), legend) for site in sites)


def _table(title: Message, queries: tuple[Query, ...], columns: dict[str, Message]) -> Panel:
    return Panel(title, queries, Kind.TABLE, width=HALF, columns=columns)
