"""What the watcher's role opens of OpenStack's own rules: what the exporter reads, and no more.

Every rule of each service is asked, by OpenStack's own engine, with its old defaults and its new.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest

from blueprint.accounts import WATCHER
from core.home import REPOSITORY, Home

POLICIES = REPOSITORY / "monitoring" / "policies"
PROOF = REPOSITORY / "tests" / "lib" / "policy_proof.py"
SECONDS = 300

MAY = {
    "keystone": ["identity:list_projects"],
    "nova": [
        "os_compute_api:os-hypervisors:list-detail",
        "os_compute_api:os-quota-sets:detail",
        "os_compute_api:os-services:list",
        "os_compute_api:servers:detail",
        "os_compute_api:servers:detail:get_all_tenants",
    ],
    "neutron": ["context_with_global_access", "get_agent", "get_network", "get_port"],
    "cinder": [
        "backup:backup_project_attribute",
        "backup:get_all",
        "context_is_admin",
        "volume:get_all",
        "volume_extension:quotas:show",
        "volume_extension:services:index",
        "volume_extension:volume_tenant_attribute",
    ],
}
"""`context_is_admin` of Cinder opens nothing by itself: see the file."""

NARROWED = {"admin_api", "admin_or_owner"}
"""Rules of Cinder that ask for the administrator's role instead of whom Cinder takes for one."""


@pytest.fixture(scope="module")
def proven() -> Mapping[str, Any]:
    python = Home.of(os.environ).lab_environment / "bin" / "python"
    if not python.exists():
        pytest.skip("OpenStack is not installed; `make test` installs it")
    words = [str(python), "-I", str(PROOF), str(POLICIES), WATCHER]
    done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, check=True)
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def test_the_role_opens_what_the_exporter_reads_and_nothing_else(
    proven: Mapping[str, Any],
) -> None:
    assert {service: found["may"] for service, found in proven.items()} == MAY


def test_each_rule_is_openstacks_own_with_the_role_beside_it(proven: Mapping[str, Any]) -> None:
    for found in proven.values():
        for name, (own, instead) in found["instead"].items():
            if name not in NARROWED:
                assert instead == f"{own} or role:{WATCHER}", name
