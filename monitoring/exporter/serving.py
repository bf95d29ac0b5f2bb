"""Answers Prometheus, and takes in the heartbeat. Adapter: prometheus-client, WSGI."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.errors import OtherSystemFailed
from core.files import reason_of
from core.message import say
from monitoring.exporter.series import HEARTBEAT_SECONDS, Sample, by_series

HEARTBEAT_PATH = "/heartbeat"


@dataclass(eq=False)
class Told(Collector):
    """What is known, and when the site's Alertmanager was heard of last.

    One that was never heard of counts from the beginning: it has as long as any other.
    """

    samples: Callable[[], Iterable[Sample]]
    site: str
    heard_at: float = field(default_factory=time.time)

    def heard(self) -> None:
        self.heard_at = time.time()

    def collect(self) -> Iterator[Metric]:
        beat = Sample(HEARTBEAT_SECONDS, (self.site,), self.heard_at)
        for series, samples in by_series([*self.samples(), beat]).items():
            metric = GaugeMetricFamily(series.name, series.what, labels=series.labels)
            for sample in samples:
                metric.add_metric(sample.values, sample.value)
            yield metric


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *words: object) -> None:
        """Nobody wants a line for every scrape."""


def serve(told: Told, address: str, port: int) -> WSGIServer:
    """Answer at `address:port`, in a thread of its own, until shut down.

    Raises: OtherSystemFailed where the port is taken or the address is not this machine's.
    """
    registry = CollectorRegistry(auto_describe=False)
    registry.register(told)
    metrics = make_wsgi_app(registry)

    def answer(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"])
        if path != HEARTBEAT_PATH:
            found: Iterable[bytes] = metrics(environ, start)
            return found
        told.heard()
        start("204 No Content", [])
        return []

    try:
        server = make_server(address, port, answer, _Server, _Quiet)
    except OSError as error:
        raise OtherSystemFailed(
            say(
                "the exporter cannot be served at {address}:{port} ({reason}); choose another "
                "place with --listen",
                address=address,
                port=port,
                reason=reason_of(error),
            )
        ) from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
