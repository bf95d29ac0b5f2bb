"""What Grafana's provisioning is given beside the dashboards: where each Prometheus answers. Pure.

Source: Grafana 10.1, docs/administration/provisioning. Written as JSON, which is YAML.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from monitoring.dashboards.panel import uid

DATASOURCES_FILE = Path("datasources/kumiai.yaml")
PROVIDER_FILE = Path("dashboards/kumiai.yaml")


def datasources(addresses: Mapping[str, str]) -> str:
    """Each site's Prometheus, by the uid by which the dashboards ask it."""
    found = [
        {
            "name": f"kumiai {site}",
            "uid": uid("prometheus", site),
            "type": "prometheus",
            # Grafana asks, and not the reader's browser, which cannot reach it.
            "access": "proxy",
            "url": address,
            "editable": False,
        }
        for site, address in addresses.items()
    ]
    return _text({"apiVersion": 1, "datasources": found})


def provider(folder: Path) -> str:
    """Has Grafana read the dashboards in `folder`, and each municipality's in one of its own."""
    one = {
        "name": "kumiai",
        "type": "file",
        "disableDeletion": False,
        "allowUiUpdates": False,
        "options": {"path": str(folder), "foldersFromFilesStructure": True},
    }
    return _text({"apiVersion": 1, "providers": [one]})


def _text(whole: object) -> str:
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
