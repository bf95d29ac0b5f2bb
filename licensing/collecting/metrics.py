"""The licences and the collector itself as Prometheus metrics. Adapter: prometheus-client.

Names and units follow prometheus.io/docs/practices/naming, read on 2026-11-24; a test runs them
through `promtool check metrics`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.errors import OtherSystemFailed, UserError
from core.files import reason_of
from core.message import say
from licensing.change.licensing import Licensing
from licensing.collecting.listener import Heard
from licensing.ledger.sightings import Entry
from licensing.position.position import Position, positions

FRESH_SECONDS = 30.0
"""A position is counted no more often than this, however often Prometheus asks."""


@dataclass(eq=False)
class LicenceMetrics(Collector):
    """`known` reads the papers and the ledger; the mappings are the collector's, by site."""

    known: Callable[[], Licensing]
    heard: Mapping[str, Heard]
    reconciled_at: Mapping[str, datetime]
    now: Callable[[], datetime]
    _counted: tuple[float, list[Metric]] = field(default=(float("-inf"), []))

    def collect(self) -> Iterator[Metric]:
        yield from self._of_collector()
        at, metrics = self._counted
        if time.monotonic() - at > FRESH_SECONDS:
            metrics = self._of_licences()
            self._counted = (time.monotonic(), metrics)
        yield from metrics

    def _of_collector(self) -> Iterator[Metric]:
        messages = CounterMetricFamily(
            "kumiai_licence_notifications",
            "Notifications of Nova that the collector has taken off its queue.",
            labels=["site"],
        )
        set_aside = CounterMetricFamily(
            "kumiai_licence_notifications_set_aside",
            "Notifications that could not be read; they are kept in the ledger.",
            labels=["site"],
        )
        connected = GaugeMetricFamily(
            "kumiai_licence_collector_connected",
            "Whether the collector listens to the site's message broker (1) or not (0).",
            labels=["site"],
        )
        lag = GaugeMetricFamily(
            "kumiai_licence_collector_lag_seconds",
            "Time since the ledger was last compared with Nova's own records.",
            labels=["site"],
        )
        for site, heard in sorted(self.heard.items()):
            messages.add_metric([site], heard.messages)
            set_aside.add_metric([site], heard.set_aside)
            connected.add_metric([site], heard.connected)
            if site in self.reconciled_at:
                age = self.now() - self.reconciled_at[site]
                lag.add_metric([site], age.total_seconds())
        return iter([messages, set_aside, connected, lag])

    def _of_licences(self) -> list[Metric]:
        readable = GaugeMetricFamily(
            "kumiai_licence_position_readable",
            "Whether the papers and the ledger could be read and counted (1) or not (0).",
        )
        try:
            known = self.known()
            found = positions(known.licences, known.world.park, known.world.stays, self.now())
        except UserError:
            readable.add_metric([], 0)
            return [readable]
        readable.add_metric([], 1)
        return [readable, *_positions(found), _inferred(known.entries)]


def _positions(found: Iterable[Position]) -> list[Metric]:
    labels = ["product", "rule"]
    required = GaugeMetricFamily(
        "kumiai_licence_required",
        "Licences that the product's counting rule asks for, for the rule's period so far.",
        labels=labels,
    )
    entitled = GaugeMetricFamily(
        "kumiai_licence_entitled", "Licences that were bought and hold today.", labels=labels
    )
    headroom = GaugeMetricFamily(
        "kumiai_licence_headroom",
        "Licences entitled less licences required; negative in a breach.",
        labels=labels,
    )
    for one in found:
        names = [one.product, one.rule.id]
        required.add_metric(names, float(one.required.licences))
        entitled.add_metric(names, float(one.entitled))
        headroom.add_metric(names, float(one.headroom))
    return [required, entitled, headroom]


def _inferred(entries: Iterable[Entry]) -> Metric:
    metric = GaugeMetricFamily(
        "kumiai_licence_ledger_inferred_entries",
        "Stays in the ledger whose moment or size nobody told and the collector concluded.",
        labels=["site"],
    )
    counts: dict[str, int] = {}
    for entry in entries:
        site = entry.machine.site
        counts[site] = counts.get(site, 0) + entry.inferred
    for site, count in sorted(counts.items()):
        metric.add_metric([site], count)
    return metric


def serve(metrics: LicenceMetrics, address: str, port: int) -> WSGIServer:
    """Answer Prometheus at `address:port/metrics`, in a thread of its own, until shut down.

    Raises: OtherSystemFailed where the port is taken or the address is not this machine's.
    """
    registry = CollectorRegistry(auto_describe=False)
    registry.register(metrics)
    try:
        server, _ = start_http_server(port, address, registry)
    except OSError as error:
        raise OtherSystemFailed(
            say(
                "metrics cannot be served at {address}:{port} ({reason}); choose another with "
                "--metrics",
                address=address,
                port=port,
                reason=reason_of(error),
            )
        ) from error
    return server
