"""Why a file is not YAML: the cause first, at its own line, in the words of who wrote it. Pure.

A parser complains where it gives up, which is lines below an unclosed quotation mark. So the lines
before are looked at for the slips that people make, and the parser's complaint is the last resort.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from yaml.tokens import ScalarToken

from core.loader import Loader
from core.message import Message, say
from core.problem import Position, Problem
from core.surprises import (
    INVISIBLE,
    WIDE_COLON,
    WIDE_FIELD,
    WIDE_SPACE,
    half_width_wanted,
    invisible,
    no_text,
    not_closed,
    wide_indentation,
)

HALF_WIDTH = {"｛": "{", "｝": "}", "［": "[", "］": "]", "，": ",", "、": ",", "”": '"', "＂": '"'}
"""What a Japanese keyboard writes where YAML wants its own sign."""

_WIDE_SIGN = re.compile(rf"[{''.join(HALF_WIDTH)}]")
_TAB = re.compile(r"^ *\t")
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(?: |$)")
"""What git writes around lines that two people have changed."""

_Found = tuple[int, int, Message]
"""Line and column, counted from 0, and the sentence."""


def syntax_problem(error: yaml.YAMLError, text: str, file: Path) -> Problem:
    """The likeliest cause of PyYAML's complaint, at its place."""
    line, column, message = (
        _unreadable_character(error, text)
        or _in_the_lines(error, text)
        or _open_quotation(error, text)
        or _stray_dash(error, text)
        or _as_the_parser_says(error)
    )
    return Problem(Position(file, line + 1, column + 1), "", "", message)


def _unreadable_character(error: yaml.YAMLError, text: str) -> _Found | None:
    """The reader met a character that YAML forbids, and tells only how many came before it."""
    if getattr(error, "problem_mark", None) is not None:
        return None
    place = min(getattr(error, "position", 0), len(text))
    before = text[:place]
    here = INVISIBLE.match(text, place)
    message = invisible(here.group()) if here else no_text()
    return before.count("\n"), len(before.rpartition("\n")[2]), message


def _in_the_lines(error: Any, text: str) -> _Found | None:
    """The first line, up to where the parser gave up, with what a Japanese keyboard may write."""
    for number, line in enumerate(text.split("\n")[: error.problem_mark.line + 1]):
        if found := _TAB.match(line):
            return (
                number,
                found.end() - 1,
                say("a tab stands where only spaces may; indent with two spaces"),
            )
        if _CONFLICT.match(line):
            return number, 0, _conflict()
        begins = len(line) - len(line.lstrip(" "))
        if found := WIDE_SPACE.match(line, begins):
            return number, begins, wide_indentation(found.group())
        if found := WIDE_FIELD.match(line, begins + 2 * line.startswith("- ", begins)):
            return number, found.start(1), half_width_wanted(WIDE_COLON, ":")
    return None


def _open_quotation(error: Any, text: str) -> _Found | None:
    """The last quoted text that runs over more than one line, before the parser gave up."""
    if "quoted scalar" in str(error.context) and error.context_mark is not None:
        if "end of stream" not in str(error.problem):
            return None
        return error.context_mark.line, error.context_mark.column, not_closed()
    found: _Found | None = None
    try:
        for token in yaml.scan(text, Loader=Loader):
            if token.start_mark.index > error.problem_mark.index:
                break
            quoted = isinstance(token, ScalarToken) and token.style in ("'", '"')
            if quoted and token.start_mark.line != token.end_mark.line:
                found = token.start_mark.line, token.start_mark.column, not_closed()
    except yaml.YAMLError:
        pass
    if found is None:
        return _wide_sign(error, text)
    return found


def _wide_sign(error: Any, text: str) -> _Found | None:
    """A full-width bracket, comma or quotation mark in the lines that do not fit together."""
    first = error.context_mark.line if error.context_mark is not None else error.problem_mark.line
    lines = text.split("\n")
    for number in range(first, min(error.problem_mark.line + 1, len(lines))):
        if found := _WIDE_SIGN.search(lines[number].partition(" #")[0]):
            wide = found.group()
            return number, found.start(), half_width_wanted(wide, HALF_WIDTH[wide])
    return None


def _stray_dash(error: Any, text: str) -> _Found | None:
    """A dash before one of several fields: the line below it, as deep, has none."""
    if "expected '-' indicator" not in str(error.problem) or error.context_mark is None:
        return None
    dash, after = error.context_mark, error.problem_mark
    if dash.column != after.column:
        return None
    return (
        dash.line,
        dash.column,
        say(
            "begins an entry of a list with a dash, and the next line as deep begins none; write "
            "a dash before each entry, and none before fields"
        ),
    )


def _conflict() -> Message:
    return say(
        "two people have changed these lines, and git has left both; keep what is right, and "
        "delete the lines with <<<<<<<, ======= and >>>>>>>"
    )


def _as_the_parser_says(error: Any) -> _Found:
    problem = str(error.problem or error)
    for words, (mark_name, message) in _REASONS.items():
        if words in problem:
            mark = getattr(error, mark_name) or error.problem_mark
            return mark.line, mark.column, message()
    mark = error.problem_mark
    return (
        mark.line,
        mark.column,
        say("is not valid YAML here: {reason}; compare with another file", reason=problem),
    )


def _begins_wrongly() -> Message:
    return say("no text may begin with this sign; put it into quotation marks")


_REASONS: dict[str, tuple[str, Callable[[], Message]]] = {
    "did not find expected ',' or '": (
        "context_mark",
        lambda: say("opens a bracket that is not closed, or a comma is missing behind it"),
    ),
    "did not find expected node content": (
        "problem_mark",
        lambda: say("something is missing before this sign; compare with another file"),
    ),
    "could not find expected ':'": (
        "context_mark",
        lambda: say("has no colon and space behind the field's name; add them"),
    ),
    "mapping values are not allowed": (
        "problem_mark",
        lambda: say(
            "this colon does not fit: the line is indented too far, "
            "or a text with a colon has no quotation marks"
        ),
    ),
    "did not find expected key": (
        "problem_mark",
        lambda: say("is not indented like the lines that it belongs to; compare with those"),
    ),
    "did not find expected '-' indicator": (
        "problem_mark",
        lambda: say("is not indented like the lines that it belongs to; compare with those"),
    ),
    "block sequence entries are not allowed": (
        "problem_mark",
        lambda: say("a list cannot begin here; write each entry in a line of its own below"),
    ),
    **dict.fromkeys(
        (
            "did not find expected alphabetic or numeric",
            "did not find expected whitespace or line break",
            "did not find expected '!'",
            "did not find the expected '>'",
            "did not find expected tag URI",
            "did not find URI escaped octet",
            "undefined tag handle",
        ),
        ("context_mark", _begins_wrongly),
    ),
    **dict.fromkeys(
        (
            *("cannot start any token", "undefined alias", "duplicate anchor"),
            "mapping keys are not allowed",
        ),
        ("problem_mark", _begins_wrongly),
    ),
    **dict.fromkeys(
        ("unknown escape character", "hexdecimal number", "invalid Unicode character escape"),
        (
            "problem_mark",
            lambda: say(
                "a backslash between double quotation marks begins a code; use single ones"
            ),
        ),
    ),
    **dict.fromkeys(
        ("comment or line break", "indentation indicator equal to 0"),
        (
            "context_mark",
            lambda: say("nothing else stands in this line behind | or >; begin the text below it"),
        ),
    ),
    **dict.fromkeys(
        (
            *("%YAML directive", "%TAG directive", "incompatible YAML document", "directive name"),
            *("non-alphabetical character", "digit or '.' character", "version number"),
        ),
        (
            "problem_mark",
            lambda: say("a line that begins with % gives YAML an order; delete it"),
        ),
    ),
    "unexpected document indicator": ("context_mark", not_closed),
    "unhashable key": (
        "problem_mark",
        lambda: say("a list or a group stands where a field's name should; write text"),
    ),
    "but found another document": (
        "problem_mark",
        lambda: say("a second document begins here; one file holds one"),
    ),
    "did not find expected <document start>": (
        "problem_mark",
        lambda: say("does not belong to what stands before it; compare with another file"),
    ),
}
"""The parser's words, whose mark to take, and ours."""
