"""One thing that the cloud has otherwise than the YAML says. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.message import Message, say


@dataclass(frozen=True, slots=True)
class Difference:
    """`subject` is the stack (`hita.primary`, `site.primary`), `kind` and `name` the object."""

    subject: str
    kind: str
    name: str
    message: Message
    is_extra: bool = False
    """Whether it is something too much, rather than something missing or wrong."""


def missing(subject: str, kind: str, name: str) -> Difference:
    return Difference(subject, kind, name, say("is missing in the cloud"))


def extra(subject: str, kind: str, name: str) -> Difference:
    return Difference(
        subject, kind, name, say("is in the cloud, but in no YAML file"), is_extra=True
    )


def other(
    subject: str, kind: str, name: str, what: str, wanted: object, found: object
) -> Difference:
    return Difference(
        subject,
        kind,
        name,
        say("{what} is {found}, the YAML says {wanted}", what=what, found=found, wanted=wanted),
    )
