"""One thing that the cloud has otherwise than the YAML says. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.message import Message, say


@dataclass(frozen=True, slots=True)
class Difference:
    """`subject` is the stack (`hita.primary`, `site.primary`), `kind` and `name` the object."""

    subject: str
    kind: Message
    name: str
    message: Message
    is_extra: bool = False
    """Whether it is something too much, rather than something missing or wrong."""


def missing(subject: str, kind: Message, name: str) -> Difference:
    return Difference(subject, kind, name, say("is missing in the cloud"))


def extra(subject: str, kind: Message, name: str) -> Difference:
    return Difference(
        subject, kind, name, say("is in the cloud, but in no YAML file"), is_extra=True
    )


def of_a_lost_project(subject: str, kind: Message, name: str, project: str) -> Difference:
    sentence = say(
        "stands in the project {project}, which Keystone does not know any more; whoever deleted "
        "the project takes it away, or restores the project from Keystone's backup",
        project=project,
    )
    return Difference(subject, kind, name, sentence, is_extra=True)


def other(
    subject: str, kind: Message, name: str, what: Message, wanted: object, found: object
) -> Difference:
    sentence = say(
        "{what} is {found}, the YAML says {wanted}",
        what=what,
        found=_in_words(found),
        wanted=_in_words(wanted),
    )
    return Difference(subject, kind, name, sentence)


def _in_words(value: object) -> object:
    """What Python would write in English and in its own way."""
    if value is None:
        return say("none")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return value
