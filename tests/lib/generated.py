"""Documents as nobody would write them on purpose: grown from the models, and bent shipped files.

Each is drawn by its number, so that one that does harm can be drawn again alone.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cli.edited_files import edited_files
from core.strict import Strict
from tests.lib.definitions import ROOT

MODELS: Mapping[str, type[Strict]] = {
    place: model for place, model in edited_files().items() if any(ROOT.glob(place))
}
"""Of every kind of file that people edit, if one is shipped that can be bent."""

ODD_TEXTS = (
    *("", " ", "　", "\u200b", "\x1b[31m", "\x00", "\U0001f600"),
    *(
        "福\ufa1b",
        "が",
        "か\u3099",
        "１２３",
        "112,000",
        "10.64.0.0/22",
        "10.64.0.1/22",
        "0.0.0.0/0",
    ),
    *("~", "null", "yes", "012", "1:30", "=", "<<", "*", "&a", "!x", "%", "@", "`", "'", '"', "{}"),
    *("2010-02-30", "20100401", "9999-12-31", "0001-01-01", "a\nb", "{name}", "[red]", "x" * 5000),
)

LARGEST_FLOAT = sys.float_info.max

ODD_VALUES: tuple[object, ...] = (
    *(None, True, False, 0, 1, -1, 2, 7, 10**6, 10**12, 10**18, 10**400, 0.5, -0.0, 1e308),
    *(float("inf"), float("nan"), [], {}, [[]], {"a": None}, [None], {"ja": "日", "en": "x"}),
    *ODD_TEXTS,
)

WIDE = str.maketrans(" :,{}[]-0123456789", "　：，｛｝［］－０１２３４５６７８９")


@dataclass(frozen=True)
class Generated:
    """A file with its content, as it might lie in the folder."""

    file: Path
    model: type[Strict]
    raw: bytes


def generated(chance: random.Random) -> Generated:
    """One of all kinds: a shipped file bent in its tree or text, or one grown from its model."""
    place = chance.choice(list(MODELS))
    files = shipped_files(place)
    file = chance.choice(files)
    model = MODELS[place]
    make = chance.choice((_bent_tree, _bent_tree, _bent_text, _bent_text, _grown))
    raw = make(chance, file, model)
    if chance.random() < 0.1:
        raw = _bent_bytes(chance, raw)
    return Generated(file, model, raw)


@cache
def shipped_files(place: str) -> tuple[Path, ...]:
    """The files at a place, relative to the root."""
    return tuple(file.relative_to(ROOT) for file in sorted(ROOT.glob(place)))


@cache
def _shipped(file: Path) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


@cache
def _tree(file: Path) -> object:
    return yaml.load(_shipped(file), Loader=yaml.CSafeLoader)


def _bent_tree(chance: random.Random, file: Path, model: type[Strict]) -> bytes:
    data: Any = deepcopy(_tree(file))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = _bent(chance, data)
    return _written(chance, data)


def _bent(chance: random.Random, data: Any) -> Any:
    """The data with one place of it changed."""
    places = list(_places(data))
    if not places:
        return chance.choice(ODD_VALUES)
    container, key = chance.choice(places)
    others = chance.choice(places)
    match chance.randrange(7):
        case 0:
            del container[key]
        case 1 if isinstance(container, dict):
            container[chance.choice(("", "x", 1, None, True, "名", "slug", "ja"))] = container[key]
        case 2:
            container[key] = deepcopy(others[0][others[1]])
        case 3:
            container[key] = str(container[key])
        case 4 if isinstance(container[key], int | float) and abs(container[key]) < LARGEST_FLOAT:
            container[key] = container[key] * chance.choice((-1, 0, 1.5, 1000, 10**9))
        case _:
            container[key] = chance.choice(ODD_VALUES)
    return data


def _places(data: Any) -> Any:
    """Every container and key of the data."""
    if isinstance(data, dict):
        for key, value in list(data.items()):
            yield data, key
            yield from _places(value)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield data, index
            yield from _places(value)


def _written(chance: random.Random, data: Any) -> bytes:
    # Without aliases: a value that stands at two places is written twice.
    dumper = type("Dumper", (yaml.CSafeDumper,), {"ignore_aliases": lambda self, data: True})
    return yaml.dump(
        data,
        Dumper=dumper,
        allow_unicode=chance.random() < 0.8,
        default_flow_style=chance.choice((None, True, False)),
        sort_keys=chance.random() < 0.3,
        encoding="utf-8",
    )


def _bent_text(chance: random.Random, file: Path, model: type[Strict]) -> bytes:
    text = _shipped(file)
    for _ in range(chance.choice((1, 1, 2, 4))):
        text = chance.choice(_SLIPS)(chance, text)
    return text.encode("utf-8", "replace")


def _place(chance: random.Random, text: str) -> int:
    return chance.randrange(len(text) + 1)


_SIGNS: tuple[str, ...] = (
    *"\t \n'\"{}[]:,#&*!|>%@`\\-　：，「」“”\u00a0\u200b\ufeff\x07０",
    "---\n",
)


def _typed(chance: random.Random, text: str) -> str:
    sign = chance.choice(_SIGNS)
    at = _place(chance, text)
    return text[:at] + sign + text[at:]


def _lost(chance: random.Random, text: str) -> str:
    at = _place(chance, text)
    return text[:at] + text[at + chance.choice((1, 1, 1, 3, 40)) :]


def _widened(chance: random.Random, text: str) -> str:
    at = _place(chance, text)
    end = at + chance.choice((1, 2, 8, 30))
    return text[:at] + text[at:end].translate(WIDE) + text[end:]


def _line_moved(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    line = lines.pop(chance.randrange(len(lines)))
    again = chance.choice((1, 1, 2, 0))
    at = chance.randrange(len(lines) + 1)
    shifted = chance.choice(("", "  ", "    ", "\t", "　")) + line
    return "".join(
        [*lines[:at], *[chance.choice((line, shifted, line.lstrip()))] * again, *lines[at:]]
    )


def _value_replaced(chance: random.Random, text: str) -> str:
    lines = text.splitlines() or [""]
    at = chance.randrange(len(lines))
    name, colon, _ = lines[at].partition(": ")
    lines[at] = f"{name}{colon}{chance.choice(ODD_VALUES)}"
    return "\n".join(lines)


def _cut(chance: random.Random, text: str) -> str:
    return text[: _place(chance, text)]


_SLIPS: tuple[Callable[[random.Random, str], str], ...] = (
    *(_typed, _typed, _lost, _widened, _line_moved, _value_replaced, _cut),
)


def _grown(chance: random.Random, file: Path, model: type[Strict]) -> bytes:
    return _written(chance, _instance(chance, _schema(model), _schema(model), 0))


@cache
def _schema(model: type[Strict]) -> dict[str, Any]:
    return model.model_json_schema()


def _instance(chance: random.Random, schema: Any, whole: Mapping[str, Any], depth: int) -> Any:
    """Something that the schema would take, but for one place in twenty."""
    if not isinstance(schema, dict) or depth > 12 or chance.random() < 0.05:
        return chance.choice(ODD_VALUES)
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        return _instance(chance, chance.choice(schema["anyOf"]), whole, depth + 1)
    if "enum" in schema or "const" in schema:
        return chance.choice(schema.get("enum", [schema.get("const")]))

    def grow(inner: Any) -> Any:
        return _instance(chance, inner, whole, depth + 1)

    match schema.get("type"):
        case "object":
            values = next(iter(schema.get("patternProperties", {}).values()), None)
            values = values or schema.get("additionalProperties")
            if isinstance(values, dict):
                return {chance.choice(_KEYS): grow(values) for _ in range(chance.randrange(4))}
            needed = schema.get("required", ())
            return {
                name: grow(field)
                for name, field in schema.get("properties", {}).items()
                if (name in needed and chance.random() < 0.98) or chance.random() < 0.4
            }
        case "array":
            return [grow(schema.get("items", {})) for _ in range(chance.randrange(4))]
        case "integer" | "number" | ["number", "string"]:
            return chance.choice((0, 1, 2, 8, 16, 22, 64, 1000, 0.5, "1/3", 10**12))
        case "boolean":
            return chance.random() < 0.5
        case "null":
            return None
    if schema.get("format") == "date":
        return chance.choice(("2026-04-01", "2030-03-31", "0001-01-01", "9999-12-31"))
    if schema.get("format") == "ipv4network":
        return chance.choice(("10.64.0.0/22", "10.64.4.0/22", "0.0.0.0/0", "10.0.0.0/8", "1.1.1.1"))
    return chance.choice(_KEYS)


_KEYS = (
    *(
        "primary",
        "remote",
        "hita",
        "usuki",
        "database",
        "general",
        "standard",
        "small",
        "app",
        "db",
    ),
    *("resident_record", "core", "tax", "442046", "442062", "日田市", "大分県", "ひたし", "Hita"),
    *("oracle-processor", "consortium", "welfare", "terminals", "core.db", "0973-00-0000", "a@b"),
)


def _bent_bytes(chance: random.Random, raw: bytes) -> bytes:
    """What an editor of another encoding, or a half-finished copy, leaves."""
    text = raw.decode("utf-8", "replace")
    match chance.randrange(6):
        case 0:
            return text.encode("cp932", "replace")
        case 1:
            return text.encode("utf-16")
        case 2:
            return b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")
        case 3:
            at = chance.randrange(len(raw) + 1)
            return raw[:at] + bytes([chance.randrange(256)]) + raw[at:]
        case 4:
            return raw.replace(b"\n", b"\r")
    return bytes(chance.randrange(256) for _ in range(chance.randrange(200)))
