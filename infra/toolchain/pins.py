"""Which version of each tool is used. The only place that says so. Pure.

The newest CLI whose module the Go proxy serves; pyproject.toml pins the Python packages to match.
"""

from __future__ import annotations

from dataclasses import dataclass

PULUMI_CLI = "3.259.0"
OPENSTACK_PLUGIN = "5.5.3"
GO_AT_LEAST = (1, 26)


@dataclass(frozen=True, slots=True)
class Patch:
    """One text in one file of a Go module that our build of the plugin replaces by another."""

    module: str
    file: str
    before: str
    after: str


SHORTER_LOOKS = Patch(
    "github.com/hashicorp/terraform-plugin-sdk/v2",
    "helper/retry/state.go",
    """\
				if wait < conf.MinTimeout {
					wait = conf.MinTimeout
				} else if wait > 10*time.Second {""",
    """\
				if wait > 800*time.Millisecond {
					wait = 800 * time.Millisecond
				} else if wait > 10*time.Second {""",
)
"""Terraform's SDK waits 3 seconds and more between two looks at most objects. Ours waits 0.2 s,
then twice as long each time, up to 0.8 s."""

FEWER_REMARKS = Patch(
    "github.com/pulumi/pulumi-terraform-bridge/v3",
    "pkg/tfbridge/log.go",
    """\
	err := lr.sink.Log(lr.ctx, diag.Debug, "", msg)""",
    """\
	if os.Getenv("KUMIAI_DEBUG") == "" {
		return
	}
	err := lr.sink.Log(lr.ctx, diag.Debug, "", msg)""",
)
"""The bridge calls the engine for each of Terraform's remarks: 1,400 times for a member of 60
objects. Ours does so for those who ask for them."""

PATCHES = (SHORTER_LOOKS, FEWER_REMARKS)
"""Measured in docs/adr/0005-shorter-looks.md."""
