"""Answers Prometheus, and takes in other sites' heartbeats. Adapter: prometheus-client, WSGI."""

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

HEARTBEAT_PATH = "/heartbeat/"
"""Before the name of the site whose Alertmanager sends it."""


@dataclass(eq=False)
class Told(Collector):
    """What is known, and when each other site was heard of last.

    A site that was never heard of counts from the beginning: it has as long as any other.
    """

    samples: Callable[[], Iterable[Sample]]
    sites: Iterable[str]
    _heard: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._heard = {site: time.time() for site in self.sites}

    def heard(self, site: str) -> bool:
        """Whether there is such a site."""
        if site not in self._heard:
            return False
        self._heard[site] = time.time()
        return True

    def collect(self) -> Iterator[Metric]:
        beats = [Sample(HEARTBEAT_SECONDS, (site,), at) for site, at in self._heard.items()]
        for series, samples in by_series([*self.samples(), *beats]).items():
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
        if not path.startswith(HEARTBEAT_PATH):
            found: Iterable[bytes] = metrics(environ, start)
            return found
        known = told.heard(path.removeprefix(HEARTBEAT_PATH))
        start("204 No Content" if known else "404 Not Found", [])
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
