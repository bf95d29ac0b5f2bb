"""Everything that the two programs declare, for all members at all sites, as type tokens."""

from __future__ import annotations

from tests.lib.declared import shipped_and_fenced


def planned_types() -> frozenset[str]:
    """Tokens of OpenStack's resources, such as `openstack:compute/instance:Instance`."""
    return frozenset(
        line.partition(" ")[0]
        for stack in shipped_and_fenced().values()
        for line in stack
        if line.startswith("openstack:")
    )
