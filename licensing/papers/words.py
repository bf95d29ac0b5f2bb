"""What a rule is called, how sure it is, and what it weighs, in the reader's language. Pure."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from core.message import Message, Named, say
from licensing.papers.rule import Confidence, Rule
from tenants.site import DEFAULT_CLASS

CONFIDENCE_WORDS: dict[Confidence, Message] = {
    Confidence.VENDOR: say("the vendor says so"),
    Confidence.TOOL: say("a licence tool's manual says so"),
    Confidence.RESELLER: say("a reseller says so"),
}


def weighed_by_none(value: str, known: AbstractSet[str]) -> Message:
    """Of a host's class that no rule has a factor for; `known` are those that one has."""
    return say(
        "no rule has a factor for {value}, so that it would count by the default; "
        "known are {known}",
        value=value,
        known=", ".join(sorted({DEFAULT_CLASS, *known})),
    )


def title_of(rule: Rule) -> Named:
    return Named(rule.title.ja, rule.title.en)
