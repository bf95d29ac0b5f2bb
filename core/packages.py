"""Our own packages, the lowest first: the one list of them. Pure.

What a tool reads from a file of its own (`pyproject.toml`, `.importlinter`, `setup.sh`) is held to
this by a house test.
"""

from __future__ import annotations

PACKAGES = (
    *("core", "tenants", "blueprint", "cloud"),
    *("licensing", "monitoring", "recovery", "infra"),
    *("runbooks", "board", "lab", "cli"),
)
