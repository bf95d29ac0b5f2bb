"""Where Grafana finds dashboards, and each site's Prometheus."""

from __future__ import annotations

import json
from pathlib import Path

from monitoring.dashboards.provisioning import datasources, provider
from tests.lib.dashboards import asked


def test_every_prometheus_that_is_asked_is_given_by_the_uid_by_which_it_is_asked() -> None:
    given = json.loads(
        datasources({"primary": "http://192.0.2.6:9090", "remote": "http://192.0.2.70:9090"})
    )
    assert {one["uid"] for one in given["datasources"]} == {one.datasource for one in asked()}
    assert given["datasources"][0]["url"] == "http://192.0.2.6:9090"


def test_each_municipalitys_dashboards_lie_in_a_folder_of_its_own() -> None:
    [one] = json.loads(provider(Path("/srv/dashboards")))["providers"]
    assert one["options"] == {"path": "/srv/dashboards", "foldersFromFilesStructure": True}
