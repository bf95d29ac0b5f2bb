"""JSON that two people write alike, byte for byte, so that it can be hashed and signed. Pure.

RFC 8785 (JSON Canonicalization Scheme) without its floats: whatever is exact and no whole number
is written as text, such as "1/3". What cannot be written so is refused, never rounded.
Source: https://www.rfc-editor.org/rfc/rfc8785, sections 3.2.1 to 3.2.3, read on 2026-11-26.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

LARGEST = 2**53 - 1
"""Beyond it readers in other languages round whole numbers (RFC 8785, appendix D)."""

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]


def canonical(value: Json) -> str:
    """`value` as one line of JSON: keys in order, no blank, no line end.

    Raises: ValueError where it holds what has no one way to be written.

    >>> canonical({"licences": "1/3", "at": [2026, None]})
    '{"at":[2026,null],"licences":"1/3"}'
    """
    match value:
        case None | bool():
            return json.dumps(value)
        case int():
            if abs(value) > LARGEST:
                raise ValueError(f"{value} is beyond what every reader of JSON keeps exact")
            return str(value)
        case str():
            value.encode()  # Half a surrogate pair is no text.
            return json.dumps(value, ensure_ascii=False)
        case Mapping() if all(isinstance(key, str) for key in value):
            pairs = sorted(value.items(), key=lambda pair: _order(pair[0]))
            return "{" + ",".join(f"{canonical(k)}:{canonical(v)}" for k, v in pairs) + "}"
        case list() | tuple():
            return "[" + ",".join(canonical(one) for one in value) + "]"
    raise ValueError(f"{value!r} is nothing that canonical JSON can say")


def from_canonical(text: str) -> Json:
    """What `canonical` has written.

    Raises: ValueError where the text is not exactly what would be written again: a key given
    twice, a blank, another order or another spelling.
    """
    try:
        found: Json = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if canonical(found) != text:
        raise ValueError("not in canonical form")
    return found


def _order(key: str) -> bytes:
    """Keys go by their UTF-16 code units, as the RFC has it."""
    return key.encode("utf-16-be")
