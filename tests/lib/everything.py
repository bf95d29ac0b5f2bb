"""Everything that the two programs declare, for all members at all sites, as type tokens."""

from __future__ import annotations

from tests.lib.declared import declared_of, shipped_and_fenced
from tests.lib.lines import with_lines


def planned_types() -> frozenset[str]:
    """Tokens of OpenStack's resources, such as `openstack:compute/instance:Instance`."""
    with_a_line = declared_of(with_lines("usuki"), "usuki", "primary")
    return frozenset(
        line.partition(" ")[0]
        for stack in (*shipped_and_fenced().values(), with_a_line)
        for line in stack
        if line.startswith("openstack:")
    )
