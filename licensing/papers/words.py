"""What a rule is called and how sure it is, in the reader's language. Pure."""

from __future__ import annotations

from core.message import Message, Named, say
from licensing.papers.rule import Confidence, Rule

CONFIDENCE_WORDS: dict[Confidence, Message] = {
    Confidence.VENDOR: say("the vendor says so"),
    Confidence.TOOL: say("a licence tool's manual says so"),
    Confidence.RESELLER: say("a reseller says so"),
}


def note_of(rule: Rule) -> Named | None:
    """As one paragraph, however its file is folded."""
    ja, en = (" ".join(one.split()) for one in (rule.note.ja, rule.note.en))
    return Named(ja or en, en or ja) if ja or en else None


def title_of(rule: Rule) -> Named:
    return Named(rule.title.ja, rule.title.en)
