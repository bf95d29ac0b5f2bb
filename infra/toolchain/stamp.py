"""What was installed from where, so that a warm run need not start each program. Adapter."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from core.files import write_whole
from core.home import Home
from infra.toolchain.source import Source

HERE = Path(__file__).parent
MADE_OF = {
    "pulumi": "pulumi",
    "pulumi-resource-openstack": "openstack",
    "alertmanager": "alertmanager",
}
"""By tool: the folder with its `go.mod`."""


def read_stamps(home: Home) -> dict[str, dict[str, Any]]:
    """By tool: version, source, size, mtime and the digest of what it was built from."""
    try:
        stamps = json.loads((home.tools / "stamps.json").read_text(encoding="utf-8"))
        return stamps if isinstance(stamps, dict) else {}
    except (OSError, ValueError):
        return {}


def stamp(home: Home, name: str, version: str, program: Path, source: Source) -> None:
    stamps = {**read_stamps(home), name: {**_facts(name, version, program), "source": str(source)}}
    write_whole(home.tools / "stamps.json", json.dumps(stamps, indent=2))


def is_stamped(home: Home, name: str, version: str, program: Path) -> bool:
    """Whether the program is the one that was stamped, made of what is in this checkout."""
    known = read_stamps(home).get(name)
    if known is None or not program.exists():
        return False
    return _facts(name, version, program) == {k: v for k, v in known.items() if k != "source"}


def _facts(name: str, version: str, program: Path) -> dict[str, Any]:
    status = program.stat()
    return {
        "version": version,
        "size": status.st_size,
        "mtime_ns": status.st_mtime_ns,
        "made_of": _digest(HERE / MADE_OF[name]),
    }


def _digest(folder: Path) -> str:
    digest = hashlib.sha256((HERE / "pins.py").read_bytes())
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.name.endswith("_test.go"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
