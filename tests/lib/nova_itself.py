"""What Nova's API lets nobody do, done by Nova's own code in Nova's environment.

A server goes into Nova's bin only where the API is told to keep all of them for a while
(`reclaim_instance_interval`). The lab's is not: what a test takes away would stand on. And whoever
mends Nova's database by hand tells nobody.
"""

from __future__ import annotations

import os
import subprocess

from lab.definition import Lab

BEGIN = """
import sys
from nova import config, context, objects
from nova.compute import api

files = [f"{sys.argv[1]}/{name}.conf" for name in ("nova", "databases")]
config.parse_args(["nova-api"], default_config_files=files)
objects.register_all()
admin = context.get_admin_context()
mapping = objects.InstanceMapping.get_by_instance_uuid(admin, sys.argv[2])
with context.target_cell(admin, mapping.cell_mapping) as cell:
    server = objects.Instance.get_by_uuid(cell, sys.argv[2])
"""

SOFT_DELETE = "    api.API().soft_delete(cell, server)"

SET_HOST = "    server.host = sys.argv[3]; server.save()"

SECONDS = 180


def soft_delete(lab: Lab, site: str, server: str) -> None:
    """Asked for; it is in the bin when its status says so."""
    _done(lab, site, SOFT_DELETE, server)


def set_host(lab: Lab, site: str, server: str, host: str) -> None:
    """Nova's record says that host from now on; no step of a move was made."""
    _done(lab, site, SET_HOST, server, host)


def _done(lab: Lab, site: str, what: str, *words: str) -> None:
    done = subprocess.run(
        [lab.venv / "bin" / "python", "-c", BEGIN + what, lab.site(site).etc / "nova", *words],
        env={**os.environ, "OS_NOVA_DISABLE_EVENTLET_PATCHING": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
