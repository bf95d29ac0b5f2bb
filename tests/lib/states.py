"""A stack's state as Pulumi's file backend writes it. Adapter: writes below a home.

Of a resource `urn` and `type` are needed, as of any that Pulumi writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from core.home import Home
from infra.engine.state import checkpoint_file


def write_state(
    home: Home,
    stack: str,
    resources: Iterable[Mapping[str, Any]] = (),
    *,
    pending: Iterable[Mapping[str, Any]] = (),
    salt: str = "",
) -> Path:
    deployment: dict[str, Any] = {
        "manifest": {"time": "2026-04-01T00:00:00Z", "magic": "", "version": "v3.259.0"},
        "secrets_providers": {"type": "passphrase", "state": {"salt": salt}},
        "resources": list(resources),
        "pending_operations": list(pending),
    }
    return write_text(home, stack, json.dumps(checkpoint(stack, latest=deployment)))


def checkpoint(stack: str, **parts: object) -> dict[str, Any]:
    """What Pulumi writes around a deployment; without one it is a stack that is still empty."""
    return {"version": 3, "checkpoint": {"stack": f"organization/kumiai/{stack}", **parts}}


def write_text(home: Home, stack: str, text: str) -> Path:
    file = checkpoint_file(home, stack)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
