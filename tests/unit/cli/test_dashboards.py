"""`kumiai alert dashboards`: whole files, nothing twice, and nothing left of whoever is gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from tests.lib.definitions import copied_to

Kumiai = Callable[..., Result]
WHERE = ("--prometheus", "primary=http://192.0.2.6:9090")


@pytest.fixture
def kumiai(tmp_path: Path) -> Kumiai:
    files = copied_to(tmp_path / "files")
    where = {"KUMIAI_HOME": str(tmp_path / "home"), "KUMIAI_DEFINITIONS": str(files)}
    return lambda *words: CliRunner().invoke(
        app,
        ["--lang", "en", "alert", "dashboards", "--to", str(tmp_path / "to"), *words],
        env=where,
    )


def test_only_what_differs_is_written_and_whoever_left_loses_its_page(
    kumiai: Kumiai, tmp_path: Path
) -> None:
    to = tmp_path / "to"
    assert kumiai().exit_code == 0
    page = to / "usuki/kumiai-party-usuki_ict-section.json"
    assert json.loads(page.read_text("utf-8"))["title"] == "臼杵市 情報主管課"
    page.write_text("{}", "utf-8")
    gone = to / "beppu/kumiai-party-beppu_ict-section.json"
    gone.parent.mkdir()
    gone.write_text("{}", "utf-8")
    own = to / "beppu/by-hand.json"
    own.write_text("{}", "utf-8")
    shown = kumiai()
    files = len(list(to.glob("*/kumiai-*.json")))
    assert f"{files} files are in {to}; 1 of them were written" in shown.stdout.replace("\n", " ")
    assert not gone.exists()
    assert own.exists()
    assert json.loads(page.read_text("utf-8"))["uid"] == "kumiai-party-usuki_ict-section"


def test_grafana_is_told_where_they_lie_and_where_each_prometheus_answers(
    kumiai: Kumiai, tmp_path: Path
) -> None:
    assert kumiai("--provisioning", str(tmp_path / "grafana"), *WHERE).exit_code == 0
    folder = tmp_path / "grafana"
    [provider] = json.loads((folder / "dashboards/kumiai.yaml").read_text("utf-8"))["providers"]
    assert provider["options"]["path"] == str(tmp_path / "to")
    given = json.loads((folder / "datasources/kumiai.yaml").read_text("utf-8"))["datasources"]
    assert [(one["uid"], one["url"]) for one in given] == [
        ("kumiai-prometheus-primary", "http://192.0.2.6:9090")
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (WHERE, "name Grafana's folder with `--provisioning` as well"),
        (("--prometheus", "primary"), "write it as primary=http://192.0.2.6:9090"),
        (("--prometheus", "primary=192.0.2.6"), "192.0.2.6 of primary is no address"),
        (("--prometheus", "primry=http://192.0.2.6"), "primry"),
    ],
)
def test_a_slip_is_refused_before_anything_is_written(
    kumiai: Kumiai, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    shown = kumiai(*words)
    assert shown.exit_code == 2
    assert said in shown.stderr.replace("\n", " ")
    assert not (tmp_path / "to").exists()
