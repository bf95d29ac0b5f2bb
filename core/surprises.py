"""What YAML would read otherwise than the writer meant, found in a tree that it can read. Pure.

PyYAML silently takes the last of two equal keys, turns `no` into False, `012` into 10 and `1:30`
into 90, and makes a full-width space or colon part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from core.loader import PREFIX
from core.message import Message, say
from core.names import shortened
from core.problem import Position, Problem

WIDE_COLON = "："

WIDE_FIELD = re.compile(rf"[A-Za-z0-9_.-]+\s*({WIDE_COLON})")
"""A field's name with such a colon behind it; in a sentence it is as good as any other sign."""

WIDE_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""Spaces that look like one and are none to YAML."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Control characters, terminal sequences among them, what has no width or turns the direction, and
letters that are drawn as nothing (of Hangul, Khmer and Braille).

Variation selectors are not here: the names of some municipalities are written with them.
"""

_NO_CHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")

_MAY_HIDE = re.compile(
    rf"\\|{WIDE_COLON}|{WIDE_SPACE.pattern}|{INVISIBLE.pattern}|{_NO_CHARACTER.pattern}"
)
"""Whether a text needs the slower look at each scalar; a backslash may write any character."""

LOOKALIKE = re.compile(
    r"^(?:"
    r"(?:yes|no|on|off|y|n)"  # a boolean
    r"|[-+]?0[0-9_]+"  # an octal number
    r"|[-+]?0(?:x[0-9a-f_]+|b[01_]+)"  # a hexadecimal or binary number
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"  # a sexagesimal number
    r")$",
    re.IGNORECASE,
)
"""What YAML 1.1 takes for something else than the text that it looks like."""

_SEPARATED = re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?")
"""A number with underscores, of which YAML takes no notice, not even of two."""

_THOUSANDS = re.compile(r"[0-9],[0-9]{3}(?![0-9])")
"""What may be a number with a comma, which ends the field where it stands between braces."""

_ORDINARY = frozenset(
    PREFIX + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
)

_TEXT = PREFIX + "str"

_FIELD_WITHIN = re.compile(r"\n\s*(?:- )?[\w-]+\s*:(?:\s|$)")
"""A name and its colon in the next lines: a quotation mark ran over the end of its line."""


def surprises(tree: Node, text: str, file: Path) -> list[Problem]:
    """Every surprise of a file, in file order."""
    careful = _MAY_HIDE.search(text) is not None
    with_commas = _THOUSANDS.search(text) is not None
    may_be_used_twice = "*" in text
    problems: list[Problem] = []
    seen: set[int] = set()
    waiting: list[Node] = [tree]
    while waiting:
        node = waiting.pop()
        if may_be_used_twice:
            if id(node) in seen:
                problems.append(
                    at(node, file, say("is used a second time by an alias; write it out there"))
                )
                continue
            seen.add(id(node))
        if node.tag not in _ORDINARY:
            problems.append(_special(node, file))
        elif isinstance(node, ScalarNode):
            if careful:
                problems += _hidden(node, file)
            # Of 200,000 texts in a nation's files most are plain words, with nothing to look at.
            if node.style or node.tag != _TEXT or len(node.value) == 1:
                problems += _scalar(node, text, file)
        elif isinstance(node, MappingNode):
            problems += _twice(node, file)
            if with_commas and node.flow_style:
                problems += _commas(node, file)
            if careful:
                problems += _full_width(node, file)
            for pair in node.value:
                waiting += pair
        elif isinstance(node, SequenceNode):
            waiting += node.value
    return sorted(problems)


def at(node: Node, file: Path, message: Message, columns: int = 0) -> Problem:
    """A problem where `node` begins, or so many columns behind."""
    mark = node.start_mark
    return Problem(Position(file, mark.line + 1, mark.column + 1 + columns), "", "", message)


def not_closed() -> Message:
    return say("opens with a quotation mark that its line does not close; close it there")


def half_width_wanted(wide: str, half: str) -> Message:
    return say("{wide} is full-width here; write it half-width: {half}", wide=wide, half=half)


def wide_indentation(space: str) -> Message:
    """For a line that begins with a space that YAML does not know."""
    kinds = {"\u3000": say("a full-width space"), "\u00a0": say("a no-break space")}
    return say(
        "begins with {space}, where only half-width spaces may stand; indent with those",
        space=kinds.get(space, say("a space of another width")),
    )


def no_text() -> Message:
    return say("holds a character that no text file may hold; delete it")


def invisible(character: str) -> Message:
    return say(
        "holds a character that cannot be seen, {code}; delete it", code=f"U+{ord(character):04X}"
    )


def _special(node: Node, file: Path) -> Problem:
    shown = node.value if isinstance(node, ScalarNode) else node.tag.replace(PREFIX, "!!")
    return at(
        node,
        file,
        say(
            "{text} has a meaning of its own in YAML; put text into quotation marks",
            text=shortened(shown),
        ),
    )


def _twice(node: MappingNode, file: Path) -> Iterator[Problem]:
    names = [key.value for key, _ in node.value if isinstance(key, ScalarNode)]
    if len(set(names)) == len(names):
        return
    first_line: dict[str, int] = {}
    for key, _ in node.value:
        if not isinstance(key, ScalarNode):
            continue
        if key.value in first_line:
            yield at(
                key,
                file,
                say(
                    "{key} stands twice, first in line {line}; remove one",
                    key=shortened(key.value),
                    line=first_line[key.value],
                ),
            )
        else:
            first_line[key.value] = key.start_mark.line + 1


def _commas(node: MappingNode, file: Path) -> Iterator[Problem]:
    """Numbers such as 41,372 between braces: the comma makes a field of what is behind it."""
    for (_, before), (key, _) in pairwise(node.value):
        if not isinstance(before, ScalarNode) or not isinstance(key, ScalarNode):
            continue
        adjoins = before.end_mark.index + 1 == key.start_mark.index
        if adjoins and before.value.isdecimal() and re.fullmatch(r"[0-9]{3}", key.value):
            yield at(
                before,
                file,
                say(
                    "a number has no comma in it; write {plain}",
                    plain=shortened(before.value + key.value),
                ),
            )


def _full_width(node: MappingNode, file: Path) -> Iterator[Problem]:
    """Names, or what should have been one, with a full-width space before or a colon behind."""
    for key, value in node.value:
        for one in (key, value):
            if not isinstance(one, ScalarNode) or one.style:
                continue
            own_line = one is key or one.start_mark.line > key.start_mark.line
            if own_line and WIDE_SPACE.match(one.value):
                yield at(one, file, wide_indentation(one.value[0]))
            elif own_line and (found := WIDE_FIELD.match(one.value)):
                yield at(one, file, half_width_wanted(WIDE_COLON, ":"), found.start(1))


def _scalar(node: ScalarNode, text: str, file: Path) -> Iterator[Problem]:
    if not node.style:
        if _SEPARATED.fullmatch(node.value):
            plain = shortened(node.value.replace("_", ""))
            yield at(
                node, file, say("a number has no underscore in it; write {plain}", plain=plain)
            )
        elif LOOKALIKE.match(node.value):
            yield at(
                node,
                file,
                say(
                    "{text} without quotation marks would be read as something else; "
                    'write "{text}"',
                    text=shortened(node.value),
                ),
            )
    elif (
        node.style in "'\""
        and node.start_mark.line != node.end_mark.line
        and _FIELD_WITHIN.search(text, node.start_mark.index, node.end_mark.index)
    ):
        yield at(node, file, not_closed())


def _hidden(node: ScalarNode, file: Path) -> Iterator[Problem]:
    found = INVISIBLE.search(node.value)
    if found is not None:
        yield at(node, file, invisible(found.group()))
    elif _NO_CHARACTER.search(node.value):
        yield at(node, file, no_text())
