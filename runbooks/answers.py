"""Whether what a person says they saw can be taken as an answer. Pure."""

from __future__ import annotations

from core.eras import day_of
from core.message import Message, say
from runbooks.procedure import Accepts, Answer

YES = ("yes", "はい")


def refused(name: str, answer: Answer, text: str) -> Message | None:
    """Why the text is no answer; None where it is one."""
    match answer.accepts:
        case Accepts.YES:
            if text.strip().lower() not in YES:
                return say(
                    "{name}: only yes lets it go on, got {got}; see what the step says to do "
                    "otherwise",
                    name=name,
                    got=repr(text),
                )
        case Accepts.NUMBER:
            return _number(name, answer, text)
        case Accepts.DAY:
            if day_of(text.strip()) is None:
                return say(
                    "{name}: must be a date such as 2026-04-01, got {got}",
                    name=name,
                    got=repr(text),
                )
        case Accepts.TEXT | Accepts.FILE:
            if not text.strip():
                return say("{name}: must not be empty", name=name)
    return None


def _number(name: str, answer: Answer, text: str) -> Message | None:
    try:
        number = float(text)
    except ValueError:
        return say("{name}: must be a number, got {got}", name=name, got=repr(text))
    least, most = answer.at_least, answer.at_most
    if not (least is None or number >= least):
        return say(
            "{name}: must be at least {least}, got {got}", name=name, least=f"{least:g}", got=text
        )
    if not (most is None or number <= most):
        return say(
            "{name}: must be at most {most}, got {got}", name=name, most=f"{most:g}", got=text
        )
    return None
