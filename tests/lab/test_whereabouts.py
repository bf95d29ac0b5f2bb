"""Where a real site's servers run, as the command line tells it, and that it lives meanwhile."""

from __future__ import annotations

import json

import pytest

from tests.lib.alive import AT_WORK, told
from tests.lib.consortium import Consortium

pytestmark = pytest.mark.lab


def test_each_server_is_told_with_novas_host_its_arrival_and_its_licences(
    consortium: Consortium,
) -> None:
    listed = consortium.kumiai("server", "list", "usuki", "--json")
    assert (listed.returncode, told(listed.stderr)) == (0, [])
    rows = json.loads(listed.stdout)
    hosts = {
        server.name: server.compute_host
        for server in consortium.lab.cloud("primary").compute.servers(all_projects=True)
        if server.name.startswith("usuki-")
    }
    assert {row["server"]: row["host"] for row in rows} == hosts
    assert len(hosts) == 3
    assert all(row["since"] is not None for row in rows)
    [database] = [row for row in rows if row["server"] == "usuki-core-db-1"]
    assert database["licences"] == [
        "database (oracle-processor)",
        "enterprise-linux (rhel-virtual-datacenter)",
    ]


def test_a_member_is_shown_with_where_its_servers_were_seen_last(consortium: Consortium) -> None:
    shown = consortium.kumiai("--lang", "ja", "member", "show", "usuki").stdout
    assert "最後に見たときの状態（`kumiai server list` で問い合わせ直します）:\n" in shown
    assert "  usuki-core-db-1  primary pri-0" in shown
    assert "から  ライセンス: database (oracle-processor)、enterprise-linux" in shown


def test_a_look_at_both_sites_shows_in_a_pipe_that_it_is_at_work(consortium: Consortium) -> None:
    verified = consortium.kumiai("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert told(verified.stderr) == []
    for line in verified.stderr.splitlines():
        assert AT_WORK.search(line)
        assert line.startswith(("at work … ", "asking OpenStack at primary, remote … "))
