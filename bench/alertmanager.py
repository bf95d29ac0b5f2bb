"""What a real Alertmanager makes of a tree: alerts each second, and from the alert to the call."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from queue import Queue
from statistics import quantiles
from threading import Thread
from urllib.request import urlopen

from monitoring.routing.alertmanager import post_alerts
from monitoring.routing.configuration import Configuration, Receiver, Timing
from tests.lib.alertmanager import running

ALERTS, BATCH = 12_800, 64
CALLS = 60
LIMIT_SECONDS = 600
NEVER = Timing(timedelta(hours=1), timedelta(hours=1), timedelta(hours=1))
AT_ONCE = Timing(timedelta(), timedelta(seconds=1), timedelta(hours=1))
_DONE = re.compile(r"^alertmanager_dispatcher_alert_processing_duration_seconds_count (\S+)$", re.M)


def figures_of(whole: Configuration, alerts: Iterator[Mapping[str, str]]) -> dict[str, float]:
    """`alerts` are endless, and each of them calls one receiver."""
    with _running(_quiet(whole, NEVER, "")) as url:
        begun = time.monotonic()
        for _ in range(ALERTS // BATCH):
            post_alerts(url, [{"labels": dict(one)} for one in islice(alerts, BATCH)])
        while _processed(url) < ALERTS:
            if time.monotonic() - begun > LIMIT_SECONDS:
                raise TimeoutError(f"{_processed(url)} of {ALERTS} alerts in {LIMIT_SECONDS} s")
            time.sleep(0.05)
        took = time.monotonic() - begun
    seconds = _seconds_to_the_call(whole, alerts)
    cut = quantiles(seconds, n=20)
    return {
        "alerts_each_second": round(ALERTS / took),
        "call_p50_milliseconds": round(1000 * cut[9], 1),
        "call_p95_milliseconds": round(1000 * cut[18], 1),
    }


def _seconds_to_the_call(whole: Configuration, alerts: Iterator[Mapping[str, str]]) -> list[float]:
    called: Queue[float] = Queue()

    class Sink(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            called.put(time.monotonic())
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *words: object) -> None:
            """Nobody reads it."""

    sink = ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    Thread(target=sink.serve_forever, daemon=True).start()
    found: list[float] = []
    with _running(_quiet(whole, AT_ONCE, f"http://127.0.0.1:{sink.server_port}")) as url:
        for one in islice(alerts, CALLS):
            begun = time.monotonic()
            post_alerts(url, [{"labels": dict(one)}])
            found.append(called.get(timeout=LIMIT_SECONDS) - begun)
            while not called.empty():
                called.get()
    sink.shutdown()
    return found


def _quiet(whole: Configuration, timing: Timing, sink: str) -> str:
    """The same tree, of which every receiver is the sink, or nobody."""
    receivers: Sequence[Receiver] = [
        Receiver(one.name, webhooks=(sink,) if sink else ()) for one in whole.receivers
    ]
    route = replace(whole.route, timing=timing)
    return replace(whole, route=route, receivers=tuple(receivers)).text()


@contextmanager
def _running(text: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "alertmanager.yml"
        file.write_text(text, encoding="utf-8")
        with running(file) as url:
            yield url


def _processed(url: str) -> float:
    with urlopen(f"{url}/metrics", timeout=LIMIT_SECONDS) as answer:
        found = _DONE.search(answer.read().decode())
    return float(found[1]) if found else 0.0
