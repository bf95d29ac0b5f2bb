"""Prometheus' own check of a file before it is put in place. Adapter: promtool."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from core.errors import OtherSystemFailed
from core.files import write_whole
from core.message import say

CHECK_SECONDS = 60


def install(text: str, file: Path) -> None:
    """Put rules in place, once promtool has found nothing wrong.

    Raises: OtherSystemFailed with promtool's words where it refuses them, and the old ones stay.
    """
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "rules.yml"
        trial.write_text(text, encoding="utf-8")
        try:
            done = subprocess.run(
                ["promtool", "check", "rules", "--lint-fatal", str(trial)],
                capture_output=True,
                text=True,
                timeout=CHECK_SECONDS,
                check=False,
            )
        except FileNotFoundError:
            raise OtherSystemFailed(
                say("promtool is missing, which checks alert rules; `kumiai lab up` installs it")
            ) from None
        except subprocess.TimeoutExpired:
            raise OtherSystemFailed(
                say("promtool has not answered for {seconds} seconds", seconds=CHECK_SECONDS)
            ) from None
    if done.returncode:
        raise OtherSystemFailed(
            say(
                "promtool refuses the alert rules, and the old ones stay: {reason}",
                reason=" ".join(f"{done.stdout} {done.stderr}".split()),
            )
        )
    write_whole(file, text)
