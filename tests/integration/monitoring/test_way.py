"""What a machine sees of the way to another one: real packets, a real router, in namespaces."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitoring.exporter.way import Way
from tests.lib.definitions import ROOT

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="root alone makes networks")

NETWORKS = r"""
set -e
mount -t tmpfs tmpfs /run
ip netns add router
ip netns add server
ip link set lo up
ip link add watcher type veth peer name watcher netns router
ip -n router link add server type veth peer name server netns server
ip addr add 10.1.0.2/24 dev watcher
ip -n router addr add 10.1.0.1/24 dev watcher
ip -n router addr add 10.2.0.1/24 dev server
ip -n server addr add 10.2.0.2/24 dev server
ip link set watcher up
for one in watcher server lo; do ip -n router link set "$one" up; done
for one in server lo; do ip -n server link set "$one" up; done
ip netns exec router sysctl -q -w net.ipv4.ip_forward=1
ip -n server route add default via 10.2.0.1
for one in 2 3 4; do ip route add 10.$one.0.0/16 via 10.1.0.1; done
ip -n router route add unreachable 10.3.0.0/16
ip -n router route add blackhole 10.4.0.0/16
ip netns exec server "$0" -c '
import socket, time
listening = socket.create_server(("10.2.0.2", 22))
print("listens", flush=True)
time.sleep(60)' > /run/said &
server=$!
until grep -q listens /run/said; do sleep 0.05; done
"$0" -c '
import json, sys
from monitoring.exporter.probes import way_to
asked = [one.rsplit(":", 1) for one in sys.argv[1:]]
print(json.dumps([way_to(host, int(port), 5) for host, port in asked]))' "$@"
kill $server
"""
"""A watcher, a router and a server; `$0` is Python, and what is asked comes behind it."""

CASES = {
    "10.2.0.2:22": Way.ACCEPTED,
    "10.2.0.2:443": Way.REFUSED,
    # Nobody on the last network has the address: the router says so.
    "10.2.0.9:22": Way.NO_ROUTE,
    "10.3.0.2:22": Way.NO_ROUTE,
    # This machine itself knows no way there.
    "198.51.100.2:22": Way.NO_ROUTE,
    "10.4.0.2:22": Way.SILENT,
}


def test_a_refusal_a_missing_route_and_silence_are_told_apart(tmp_path: Path) -> None:
    words = ["unshare", "--mount", "--net", "--propagation", "private", "sh", "-c", NETWORKS]
    done = subprocess.run(
        [*words, sys.executable, *CASES],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert dict(zip(CASES, json.loads(done.stdout), strict=True)) == CASES
