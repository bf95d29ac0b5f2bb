"""Whether a register is whole: its table of residents is what its notifications say. Pure.

Every change is a notification (届出), which is only ever added, and each carries the digest of the
one before it. So a copy that lost the last ones, or of which a row was changed by hand, does not
pass: this is what a proof of restore asks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

NOTHING_BEFORE = "0" * 64

Content = Mapping[str, str]
"""A resident, or what a notification changes of one: column and text."""


@dataclass(frozen=True, slots=True)
class Notification:
    """`number` counts from 1 without a gap. `content` is all of a resident, or what is new."""

    number: int
    resident: int
    kind: str
    content: Content
    digest: str


def digest_of(before: str, number: int, resident: int, kind: str, content: Content) -> str:
    """Of a notification that comes after the one whose digest is `before`."""
    said = [before, number, resident, kind, dict(sorted(content.items()))]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def untrue(
    notifications: Iterable[Notification], residents: Mapping[int, Content]
) -> Iterator[str]:
    """What is not as it was written, a sentence each; nothing where the register is whole."""
    replayed: dict[int, dict[str, str]] = {}
    before = NOTHING_BEFORE
    for expected, one in enumerate(notifications, start=1):
        if one.number != expected:
            yield f"届出{expected}がありません（次は{one.number}）"
            return
        if one.digest != digest_of(before, one.number, one.resident, one.kind, one.content):
            yield f"届出{one.number}が書き換えられています"
            return
        before = one.digest
        replayed.setdefault(one.resident, {}).update(one.content)
    for number in sorted(replayed.keys() | residents.keys()):
        if number not in residents:
            yield f"住民{number}が届出にあって台帳にありません"
        elif number not in replayed:
            yield f"住民{number}が台帳にあって届出にありません"
        elif dict(residents[number]) != replayed[number]:
            yield f"住民{number}が届出と違います"
