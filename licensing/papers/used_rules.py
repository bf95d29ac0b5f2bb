"""A counting rule never changes after its first use, or the past would be counted anew. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.eras import JAPAN
from core.message import say
from core.problem import Problem
from licensing.papers.licences import Licences
from licensing.papers.rule import fingerprint


def rules_in_use(licences: Licences) -> dict[str, str]:
    """The fingerprints of the rules that an entitlement counts by."""
    names = {read.value.rule for read in licences.entitlements.values()}
    return {name: fingerprint(licences.rules[name].value) for name in sorted(names)}


def changed_after_use(licences: Licences, changed: Mapping[str, datetime]) -> list[Problem]:
    """A problem for each rule that counts otherwise than when it was first used."""
    return [
        licences.rules[name].document.problem(
            ("id",),
            say(
                "{rule} counts otherwise than on {day}, when it was first used; restore it from "
                "git, end it with valid_to, and write a new rule into a file of its own",
                rule=name,
                day=at.astimezone(JAPAN).date(),
            ),
        )
        for name, at in sorted(changed.items())
    ]
