"""The last verdict of each stack, kept in a file of its own. Adapter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from core.files import write_whole
from core.home import Home
from infra.verify.verdicts import Verdict


def record(home: Home, verdict: Verdict) -> None:
    """Keep `verdict` in place of the stack's last one.

    Raises: OtherSystemFailed where the disk is full.
    """
    data = {
        "at": verdict.at.isoformat(),
        "digest": verdict.digest,
        "reached": verdict.reached,
        "missing": verdict.missing,
        "extra": verdict.extra,
    }
    write_whole(_folder(home) / f"{verdict.stack}.json", json.dumps(data))


def last_verdicts(home: Home) -> Mapping[str, Verdict]:
    """The last verdict of every stack that has one. A file that cannot be read counts as none."""
    found = (_read(file) for file in sorted(_folder(home).glob("*.json")))
    return {verdict.stack: verdict for verdict in found if verdict is not None}


def _read(file: Path) -> Verdict | None:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return Verdict(
            file.stem,
            datetime.fromisoformat(data["at"]),
            str(data["digest"]),
            bool(data["reached"]),
            int(data["missing"]),
            int(data["extra"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_verdict(home: Home, stack: str) -> None:
    (_folder(home) / f"{stack}.json").unlink(missing_ok=True)


def _folder(home: Home) -> Path:
    return home.root / "verified"
