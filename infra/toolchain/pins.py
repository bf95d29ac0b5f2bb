"""Which version of each tool is used. The only place that says so. Pure.

The newest CLI whose module the Go proxy serves; pyproject.toml pins the Python packages to match.
"""

from __future__ import annotations

PULUMI_CLI = "3.259.0"
OPENSTACK_PLUGIN = "5.5.3"
GO_AT_LEAST = (1, 26)

PROVIDER_WAIT_BEFORE = """\
				if wait < conf.MinTimeout {
					wait = conf.MinTimeout
				} else if wait > 10*time.Second {"""
"""How Terraform's SDK waits between two looks at an object: never less than 3 seconds for most."""

PROVIDER_WAIT_AFTER = """\
				if conf.MinTimeout > 0 && wait > conf.MinTimeout {
					wait = conf.MinTimeout
				} else if wait > 10*time.Second {"""
"""How our build of it waits: 0.2 s, then twice as long each time, up to those 3 seconds.

Measured in docs/adr/0005-shorter-looks.md.
"""
