"""PyYAML's loader, except that what it cannot turn into a number or a day remains text. Pure.

PyYAML raises a bare ValueError for the 30th of February and for a number of 4,400 digits. As text
both reach the model, which says what must stand there, at its place, beside all other problems.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

PREFIX = "tag:yaml.org,2002:"
"""Of every tag that YAML itself defines."""

_TEXT, _FIELDS, _LIST = (PREFIX + kind for kind in ("str", "map", "seq"))

_Construct = Callable[[Any, Node], object]


def _or_text(construct: _Construct) -> _Construct:
    def constructed(loader: Any, node: Node) -> object:
        try:
            return construct(loader, node)
        except (ValueError, OverflowError, KeyError, AttributeError, TypeError):
            return node.value

    return constructed


def _remembering(base: type) -> Callable[[Any, type[Node], Any, Any], str]:
    """PyYAML's `resolve`, which asks ten patterns what a plain word is, asked once for each word.

    Most of a nation's 200,000 scalars are the names of the same fields and services.
    """
    asked: Any = base("")
    tag_of: Callable[..., str] = base.resolve  # type: ignore[attr-defined]

    @lru_cache(maxsize=4096)
    def tag_of_plain(word: str) -> str:
        return tag_of(asked, ScalarNode, word, (True, False))

    def resolve(loader: Any, kind: type[Node], value: Any, implicit: Any) -> str:
        if kind is ScalarNode and implicit[0]:
            return tag_of_plain(value)
        return tag_of(loader, kind, value, implicit)

    return resolve


def _at_hand(base: type) -> Callable[..., object]:
    """PyYAML's `construct_object`, but at once for what nearly all of a file is: text, lists, and
    fields whose names are text. Aliases and merges, which it is slow for, are refused before."""
    constructed: Callable[..., object] = base.construct_object  # type: ignore[attr-defined]

    def construct_object(loader: Any, node: Node, deep: bool = False) -> object:
        if node.tag == _TEXT and isinstance(node, ScalarNode):
            return node.value
        if isinstance(node, MappingNode) and node.tag == _FIELDS and _is_plain(node):
            return {key.value: construct_object(loader, value) for key, value in node.value}
        if isinstance(node, SequenceNode) and node.tag == _LIST:
            return [construct_object(loader, value) for value in node.value]
        return constructed(loader, node, deep)

    return construct_object


def _is_plain(node: MappingNode) -> bool:
    """Whether every field's name is text."""
    return all(key.tag == _TEXT and isinstance(key, ScalarNode) for key, _ in node.value)


def _loader() -> type:
    base: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    quicker = {"resolve": _remembering(base), "construct_object": _at_hand(base)}
    found = type("Loader", (base,), quicker)
    for kind in ("int", "float", "bool", "timestamp"):
        tag = PREFIX + kind
        found.add_constructor(tag, _or_text(SafeConstructor.yaml_constructors[tag]))  # type: ignore[attr-defined]
    return found


Loader: type = _loader()
