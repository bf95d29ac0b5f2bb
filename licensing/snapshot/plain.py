"""Values of ours as canonical JSON has them, and back. Pure.

A dataclass is written field by field, whichever it has: one that gets a new field needs nothing
here. What no line of this can write is refused, never left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter

from core.canonical import Json, canonical, from_canonical

Value = TypeVar("Value")


def plain(value: object) -> Json:
    """`value` in terms of JSON. Moments are in UTC, exact numbers as text such as 1/3."""
    match value:
        case None | bool() | int() | str():
            return str(value) if isinstance(value, str) else value
        case Fraction():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case BaseModel():
            return plain(value.model_dump())
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case AbstractSet():
            return sorted((plain(one) for one in value), key=_order)
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.init}
    raise TypeError(f"{type(value).__name__} has no way to be written")


def line(value: object) -> str:
    """One line of a file, with its end."""
    return f"{canonical(plain(value))}\n"


def from_lines(text: str, kind: type[Value]) -> list[Value]:
    """What `line` has written, once or many times.

    Raises: ValueError where it is anything else.
    """
    reader = TypeAdapter(kind)
    lines = text.split("\n")
    if lines.pop():
        raise ValueError("its last line is cut off")
    return [_read(reader, one) for one in lines]


def from_line(text: str, kind: type[Value]) -> Value:
    """The same of a single line. Raises: as `from_lines`."""
    found = from_lines(text, kind)
    if len(found) != 1:
        raise ValueError(f"it has {len(found)} lines instead of one")
    return found[0]


def _read(reader: TypeAdapter[Value], text: str) -> Value:
    from_canonical(text)
    return reader.validate_json(text)


def _order(value: Json) -> str:
    return canonical(value)
