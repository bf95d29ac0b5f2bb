"""One thing that the cloud has otherwise than the YAML says. Pure."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from blueprint.naming import read_stack
from core.message import Message, say
from infra.verify.aspect import Aspect
from infra.verify.ways import ByDeletion, ByPerson, ByRefresh, ByRemedy, Way, way_of, word_of


@dataclass(frozen=True, slots=True)
class Difference:
    """`subject` is the stack (`hita.primary`, `site.primary`), `kind` and `name` the object.

    `id` is the object's in OpenStack, where there is one; a role, a container and an attachment
    have none of their own, and are called by what they join.
    """

    subject: str
    kind: Message
    name: str
    aspect: Aspect
    message: Message
    id: str = ""

    @property
    def is_extra(self) -> bool:
        """Whether it is something too much, rather than something missing or wrong."""
        return self.aspect in (Aspect.EXTRA, Aspect.OF_NO_PROJECT, Aspect.LEFT)

    @property
    def way(self) -> Way:
        """How it is mended."""
        return way_of(self.kind, self.aspect)

    @property
    def site(self) -> str:
        return self.subject.rsplit(".", 1)[1]

    @property
    def command(self) -> str:
        """What is typed to mend it, as a plan; empty where no one command does."""
        stack = read_stack(self.subject)
        member = () if stack is None or stack.member is None else (stack.member,)
        at = (*member, "--site", self.site)
        match self.way:
            case ByRefresh():
                words = ("kumiai", "up", *at, "--refresh")
            case ByRemedy():
                words = ("kumiai", "verify", *at, "--remedy")
            case ByDeletion():
                words = ("kumiai", "verify", *at, "--remedy", "--delete", self.key)
            case ByPerson():
                return ""
        return shlex.join(words)

    @property
    def way_out(self) -> Message:
        """The same in a sentence, with what is to be known before."""
        command, way = self.command, self.way
        match way:
            case ByRefresh(None) | ByRemedy():
                return say("`{command}` mends it", command=command)
            case ByRefresh(caution):
                return say("`{command}` makes it anew, {caution}", command=command, caution=caution)
            case ByDeletion(unless):
                return say("`{command}` takes it away, if {unless}", command=command, unless=unless)
            case ByPerson(how):
                places = {"name": self.name, "site": self.site, "kind": word_of(self.kind)}
                return Message(how.template, places)

    @property
    def key(self) -> str:
        """What a person writes behind `--delete`: `port/5f0c…`."""
        return f"{word_of(self.kind)}/{self.id}"


class Found(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def id(self) -> str: ...


def missing(subject: str, kind: Message, name: str) -> Difference:
    return Difference(subject, kind, name, Aspect.MISSING, say("is missing in the cloud"))


def extra(subject: str, kind: Message, name: str, id: str = "") -> Difference:
    sentence = say("is in the cloud, but in no YAML file")
    return Difference(subject, kind, name, Aspect.EXTRA, sentence, id)


def opening(difference: Difference, way: str) -> Difference:
    """The same, and who reaches whom by it; nobody where `way` is empty."""
    if not way:
        return difference
    return replace(
        difference, message=say("{what}; it opens {way}", what=difference.message, way=way)
    )


def of_a_lost_project(subject: str, kind: Message, name: str, project: str) -> Difference:
    sentence = say(
        "stands in the project {project}, which Keystone does not know any more; whoever deleted "
        "the project takes it away, or restores the project from Keystone's backup",
        project=project,
    )
    return Difference(subject, kind, name, Aspect.OF_NO_PROJECT, sentence)


def other(
    subject: str,
    kind: Message,
    name: str,
    aspect: Aspect,
    wanted: object,
    found: object,
    id: str = "",
) -> Difference:
    sentence = say(
        "{what} is {found}, the YAML says {wanted}",
        what=aspect.value,
        found=_in_words(found),
        wanted=_in_words(wanted),
    )
    return Difference(subject, kind, name, aspect, sentence, id)


def presence(
    subject: str, kind: Message, wanted: Mapping[str, object], found: Sequence[tuple[str, str]]
) -> Iterator[Difference]:
    """What is missing, what is extra, and what is there twice; `found` are names and ids."""
    names = Counter(name for name, _ in found)
    for name in wanted:
        if name not in names:
            yield missing(subject, kind, name)
    for name, id_ in found:
        if name not in wanted:
            yield extra(subject, kind, name, id_)
    for name, count in names.items():
        if name in wanted and count > 1:
            ids = ", ".join(id_ for other_name, id_ in found if other_name == name)
            sentence = say("is there {count} times: {ids}", count=count, ids=ids)
            yield Difference(subject, kind, name, Aspect.TWICE, sentence, ids)


def names_and_ids(found: Sequence[Found]) -> list[tuple[str, str]]:
    return [(one.name, one.id) for one in found]


def joined(*ids: str) -> str:
    """What has no id of its own is called by those that it joins."""
    return ":".join(ids)


def _in_words(value: object) -> object:
    """What Python would write in English and in its own way."""
    if value is None or value in ("", (), []):
        return say("none")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return value
