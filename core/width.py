"""What was written with full-width characters, as it would have been right. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from core.eras import day_of
from core.names import LONGEST_QUOTED

_QUOTATION = str.maketrans("", "", "“”‘’「」\"'")


def half_width(value: object) -> str:
    """A text in half-width characters and without quotation marks; nothing of anything else."""
    if not isinstance(value, str) or len(value) > LONGEST_QUOTED:
        return ""
    return unicodedata.normalize("NFKC", value).translate(_QUOTATION).strip()


def plainly(kind: str, context: Mapping[str, Any], value: object) -> str | None:
    """What was written, with half-width characters and without commas, where that would do."""
    plain = half_width(value)
    if not plain:
        return None
    if kind in _WITH_HYPHENS:
        plain = plain.translate(_LIKE_HYPHENS)
    if kind in _NUMBERS:
        plain = plain.replace(",", "")
    return plain if plain != value and _would_do(kind, context, plain) else None


_WITH_HYPHENS = frozenset({"date_type", "string_pattern_mismatch", "ip_v4_network"})

_LIKE_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー─", "-") | {"。": "."})
"""What is drawn like a hyphen, and the full stop that a Japanese keyboard writes."""

_NUMBERS = frozenset({"int_type", "float_type", "float_parsing"})


def _would_do(kind: str, context: Mapping[str, Any], plain: str) -> bool:
    try:
        match kind:
            case "int_type":
                return re.fullmatch(r"-?[0-9]+", plain) is not None
            case "float_type" | "float_parsing":
                return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain) is not None
            case "string_pattern_mismatch":
                return re.search(context["pattern"], plain) is not None
            case "literal_error" | "enum":
                return f"'{plain}'" in context["expected"]
            case "date_type":
                return day_of(plain) is not None
            case "ip_v4_network":
                return bool(IPv4Network(plain))
            case "ip_v4_address":
                return bool(IPv4Address(plain))
    except ValueError:
        return False
    return False
