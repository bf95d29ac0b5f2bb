"""What a run would change, in words: from Pulumi's preview or a new stack's blueprint. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from blueprint.parts import Blueprint
from core.message import Message, say
from infra.kinds import KINDS, PROVIDER

WORDS = {
    "new": ("create",),
    "changed": ("update",),
    "replaced": ("replace", "create-replacement"),
    "removed": ("delete",),
}
"""Pulumi's operations by what becomes of an object. The steps that belong to a replacement
(`create-replacement`, `delete-replaced`) count once."""

SENTENCES: Mapping[str, Callable[[tuple[Message, ...]], Message]] = {
    "new": lambda objects: say("  new: {objects}", objects=objects),
    "changed": lambda objects: say("  changed: {objects}", objects=objects),
    "replaced": lambda objects: say("  replaced: {objects}", objects=objects),
    "removed": lambda objects: say("  removed: {objects}", objects=objects),
}

MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Change:
    """One object. `name` is empty where nobody asks for it."""

    word: str
    token: str
    name: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that one run of one stack would change."""

    all: Sequence[Change]

    @property
    def none(self) -> bool:
        return not self.all

    def lines(self) -> tuple[Message, ...]:
        """A line for the new ones, one for the changed, and so on, as in
        `removed: server × 1 (hita-tax-app-2), rule × 3`.
        """
        return tuple(
            sentence(self._objects(word))
            for word, sentence in SENTENCES.items()
            if any(change.word == word for change in self.all)
        )

    def _objects(self, word: str) -> tuple[Message, ...]:
        tokens = {change.token for change in self.all if change.word == word}
        order = list(KINDS)
        return tuple(
            self._counted(word, token)
            for token in sorted(
                tokens, key=lambda t: (order.index(t) if t in KINDS else len(order), t)
            )
        )

    def _counted(self, word: str, token: str) -> Message:
        found = [c for c in self.all if (c.word, c.token) == (word, token)]
        kind = KINDS[token].word if token in KINDS else token.removeprefix(PROVIDER)
        names = sorted(change.name for change in found if change.name)
        if not names:
            return say("{kind} × {count}", kind=kind, count=len(found))
        listed = (*names[:MOST_NAMES], *(["…"] if len(names) > MOST_NAMES else []))
        return say("{kind} × {count} ({names})", kind=kind, count=len(found), names=listed)


def from_preview(output: str) -> Changes:
    """The changes in the JSON that `pulumi preview --json` prints."""
    words = {operation: word for word, operations in WORDS.items() for operation in operations}
    found: dict[str, Change] = {}
    for step in json.loads(output).get("steps", ()):
        word = words.get(str(step.get("op")))
        urn = str(step["urn"])
        token = urn.split("::")[2].split("$")[-1]
        if word is not None and token.startswith(PROVIDER):
            suffix = KINDS[token].suffix if token in KINDS else None
            name = "" if suffix is None else urn.split("::")[3].removesuffix(suffix)
            found[urn] = Change(word, token, name)
    return Changes(tuple(found.values()))


def of_new(blueprint: Blueprint) -> Changes:
    """The changes of a stack that does not exist yet: everything is new.

    What comes along with these (ports, attachments, quotas) is not drawn and not counted.
    """
    return Changes(
        tuple(
            Change("new", kind.token, "")
            for kind in KINDS.values()
            if kind.drawn is not None
            for _ in range(kind.drawn(blueprint))
        )
    )


def nothing() -> Message:
    return say(
        "nothing to do: every stack was brought to what the files say; what somebody has changed "
        "in OpenStack since, `kumiai verify` tells"
    )
