"""Prometheus' own check of files before they are put in place. Adapter: promtool."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.files import write_whole
from core.message import say
from monitoring.programs import check
from monitoring.rules.pair import PROMETHEUS_FILE, RULES_FILE

_CHECK = ("promtool", "check")


def install(text: str, file: Path) -> None:
    """Put rules in place, once promtool has found nothing wrong.

    Raises: OtherSystemFailed with promtool's words where it refuses them, and the old ones stay.
    """
    asked = (*_CHECK, "rules", "--lint-fatal", RULES_FILE)
    check(asked, {RULES_FILE: text}, say("the alert rules"))
    write_whole(file, text)


def check_files(files: Mapping[str, str]) -> None:
    """Of a pair's files Prometheus' own, with the rules that they name.

    Raises: OtherSystemFailed with promtool's words where it refuses them.
    """
    asked = (*_CHECK, "config", "--lint-fatal", PROMETHEUS_FILE)
    check(asked, files, say("the files of Prometheus"))
