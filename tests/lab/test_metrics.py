"""What the collector serves, read by Prometheus' own checker."""

from __future__ import annotations

import shutil
import subprocess
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import OtherSystemFailed, UserError
from core.message import say
from licensing.change.licensing import Licensing, licensing_of
from licensing.collecting.listener import Heard
from licensing.collecting.metrics import LicenceMetrics, serve
from licensing.papers.store import read_licences
from tests.lib.definitions import ROOT, shipped
from tests.lib.packages import install

pytestmark = pytest.mark.lab

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def metrics(known: Licensing | None) -> LicenceMetrics:
    def read() -> Licensing:
        if known is None:
            raise UserError(say("done"))
        return known

    heard = {"primary": Heard(messages=7, connected=True), "remote": Heard()}
    looked = {"primary": NOW - timedelta(seconds=90)}
    return LicenceMetrics(read, heard, looked, lambda: NOW)


def served(found: LicenceMetrics) -> str:
    server = serve(found, "127.0.0.1", 0)
    try:
        address = f"http://127.0.0.1:{server.server_port}/metrics"
        with urllib.request.urlopen(address, timeout=10) as answer:
            text: str = answer.read().decode()
            return text
    finally:
        server.shutdown()


@pytest.fixture(scope="module")
def promtool() -> str:
    if shutil.which("promtool") is None:
        install("prometheus")
    found = shutil.which("promtool")
    assert found is not None
    return found


def test_promtool_finds_nothing_to_say_about_names_types_and_help(promtool: str) -> None:
    text = served(metrics(licensing_of(read_licences(ROOT)[0], shipped(), ())))
    checked = subprocess.run(
        [promtool, "check", "metrics"], input=text, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_positions_and_the_collectors_own_state_are_told() -> None:
    lines = served(metrics(licensing_of(read_licences(ROOT)[0], shipped(), ()))).splitlines()
    for line in (
        'kumiai_licence_notifications_total{site="primary"} 7.0',
        'kumiai_licence_collector_connected{site="remote"} 0.0',
        'kumiai_licence_collector_lag_seconds{site="primary"} 90.0',
        'kumiai_licence_entitled{product="database",rule="oracle-processor"} 128.0',
        'kumiai_licence_required{product="database",rule="oracle-processor"} 0.0',
        "kumiai_licence_position_readable 1.0",
    ):
        assert line in lines


def test_a_ledger_that_does_not_answer_is_told_and_the_rest_is_served() -> None:
    text = served(metrics(None))
    assert "kumiai_licence_position_readable 0.0" in text
    assert "kumiai_licence_collector_connected" in text
    assert "kumiai_licence_required{" not in text


def test_a_port_that_is_taken_is_one_sentence() -> None:
    server = serve(metrics(None), "127.0.0.1", 0)
    try:
        with pytest.raises(OtherSystemFailed, match="choose another with --metrics"):
            serve(metrics(None), "127.0.0.1", server.server_port)
    finally:
        server.shutdown()
