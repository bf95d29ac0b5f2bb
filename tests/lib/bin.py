"""Nova's bin: a server that is deleted softly, and may be taken out again.

Nova's API puts a server there only where it is told to keep all of them for a while
(`reclaim_instance_interval`). The lab's is not: what a test takes away would stand on. So Nova's
own code is called as its API calls it, in Nova's environment.
"""

from __future__ import annotations

import os
import subprocess

from lab.definition import Lab

SOFT_DELETE = """
import sys
from nova import config, context, objects
from nova.compute import api

files = [f"{sys.argv[1]}/{name}.conf" for name in ("nova", "databases")]
config.parse_args(["nova-api"], default_config_files=files)
objects.register_all()
admin = context.get_admin_context()
mapping = objects.InstanceMapping.get_by_instance_uuid(admin, sys.argv[2])
with context.target_cell(admin, mapping.cell_mapping) as cell:
    api.API().soft_delete(cell, objects.Instance.get_by_uuid(cell, sys.argv[2]))
"""

SECONDS = 180


def soft_delete(lab: Lab, site: str, server: str) -> None:
    """Asked for; it is in the bin when its status says so."""
    done = subprocess.run(
        [lab.venv / "bin" / "python", "-c", SOFT_DELETE, lab.site(site).etc / "nova", server],
        env={**os.environ, "OS_NOVA_DISABLE_EVENTLET_PATCHING": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
