"""One YAML file: its plain data, and the tree that knows where everything is written.

Pure but for `Document.read`, which opens the file. Stricter than PyYAML, which silently takes the
last of two equal keys and turns `no` into False, `012` into 10 and `1:30` into 90: each of those
is a problem with its line here, never a surprise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from core.message import Message, say
from core.problem import Position, Problem
from core.wording import Location, wording

ModelT = TypeVar("ModelT", bound=BaseModel)

LARGEST_FILE_BYTES = 1_000_000
"""No file that a person edits is larger; a larger one is a mistake, not YAML to be parsed."""

DEEPEST = 30
"""Levels of nesting; the catalogue, our deepest file, has eight."""

_MAY_BE_DEEP = re.compile(r"^ {60}|^.{1000}", re.MULTILINE)

_LOOKALIKE = re.compile(
    r"^(?:"
    r"(?:yes|no|on|off|y|n)"  # a boolean
    r"|[-+]?0[0-9_]+"  # an octal number
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"  # a sexagesimal number
    r")$",
    re.IGNORECASE,
)
"""What YAML 1.1 takes for something else than the text that it looks like."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """One YAML file: its plain data, and its text, which tells line numbers when asked.

    The tree of nodes that knows them is made anew for each question: only files with a mistake
    are asked, and 1,741 trees are what costs most to keep.
    """

    file: Path
    data: object
    text: str = ""

    @classmethod
    def read(
        cls, file: Path, shown_as: Path | None = None
    ) -> tuple[Document | None, list[Problem]]:
        """The file, or None and what is wrong with it. `shown_as` is the path in messages."""
        shown = shown_as or file
        try:
            raw = file.read_bytes() if file.stat().st_size <= LARGEST_FILE_BYTES else None
        except OSError as error:
            return None, [
                _whole_file(shown, say("cannot be read: {reason}", reason=error.strerror))
            ]
        if raw is None:
            size = file.stat().st_size
            return None, [
                _whole_file(
                    shown,
                    say(
                        "is larger than any file of this kind, got {size} bytes; "
                        "at most {limit} are read, remove what does not belong here",
                        size=size,
                        limit=LARGEST_FILE_BYTES,
                    ),
                )
            ]
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
            return None, [
                Problem(
                    Position(shown, line, column),
                    "",
                    "",
                    say("is not UTF-8 text; save the file with the encoding UTF-8"),
                )
            ]
        return cls.parse(text, shown)

    @classmethod
    def parse(cls, text: str, file: Path) -> tuple[Document | None, list[Problem]]:
        """The text as a document, or None and every syntax problem found."""
        if _is_too_deep(text):
            return None, [_whole_file(file, say("is nested too deeply; write it flatter"))]
        loader = _Loader(text)
        try:
            tree = loader.get_single_node()
            problems = list(_surprises(tree, file)) if tree is not None else []
            if problems:
                return None, problems
            data = loader.construct_document(tree) if tree is not None else None
        except yaml.YAMLError as error:
            return None, [_syntax_problem(error, text, file)]
        finally:
            loader.dispose()
        return cls(file, data, text), []

    def position(self, location: Location) -> Position:
        """Where `location` is written, or the nearest parent that exists in the file."""
        node = yaml.compose(self.text, Loader=_Loader)
        if node is None:  # an empty file
            return Position(self.file, 1, 1)
        mark = node.start_mark
        for step in location:
            if isinstance(node, MappingNode):
                found = next(((k, v) for k, v in node.value if k.value == str(step)), None)
                if found is None:
                    break
                mark, node = found[0].start_mark, found[1]
            elif (
                isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value)
            ):
                node = node.value[step]
                mark = node.start_mark
        return Position(self.file, mark.line + 1, mark.column + 1)

    def read_as(
        self, model: type[ModelT], subject: str = ""
    ) -> tuple[ModelT | None, list[Problem]]:
        """The file as `model`, or None and every problem found, in file order."""
        if self.data is None:
            return None, [
                Problem(
                    Position(self.file, 1, 1),
                    subject,
                    "",
                    say("is empty; `kumiai member new` writes a file to start from"),
                )
            ]
        try:
            return model.model_validate(self.data), []
        except ValidationError as error:
            problems = []
            for detail in error.errors():
                location, message = wording(model, detail)
                problems.append(self.problem(location, message, subject))
            return None, sorted(problems)

    def problem(self, location: Location, message: Message, subject: str = "") -> Problem:
        """A problem at `location`, for rules that look at more than one field."""
        return Problem(self.position(location), subject, ".".join(map(str, location)), message)


def _whole_file(file: Path, message: Message) -> Problem:
    return Problem(Position(file, 1, 1), "", "", message)


def _surprises(tree: Node, file: Path) -> list[Problem]:
    """What PyYAML would read otherwise than the writer meant, and keys that stand twice."""
    problems: list[Problem] = []
    seen: set[int] = set()
    waiting: list[Node] = [tree]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            problems.append(
                _at(node, file, say("is used a second time by an alias; write it out there"))
            )
            continue
        seen.add(id(node))
        if isinstance(node, MappingNode):
            first_line: dict[str, int] = {}
            for key, value in node.value:
                if isinstance(key, ScalarNode) and key.value in first_line:
                    problems.append(
                        _at(
                            key,
                            file,
                            say(
                                "{key} stands twice, first in line {line}; remove one",
                                key=key.value,
                                line=first_line[key.value],
                            ),
                        )
                    )
                elif isinstance(key, ScalarNode):
                    first_line[key.value] = key.start_mark.line + 1
                waiting += [key, value]
        elif isinstance(node, SequenceNode):
            waiting += node.value
        elif isinstance(node, ScalarNode) and not node.style and _LOOKALIKE.match(node.value):
            problems.append(
                _at(
                    node,
                    file,
                    say(
                        "{text} without quotation marks would be read as something else; "
                        'write "{text}"',
                        text=node.value,
                    ),
                )
            )
    return sorted(problems)


def _at(node: Node, file: Path, message: Message) -> Problem:
    mark = node.start_mark
    return Problem(Position(file, mark.line + 1, mark.column + 1), "", "", message)


def _is_too_deep(text: str) -> bool:
    """Whether the text nests deeper than any file of ours; libyaml itself would run out of stack.

    Only a text with a very long line or a very wide margin can, so others cost no second parse.
    """
    if not _MAY_BE_DEEP.search(text):
        return False
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    return True
            elif isinstance(event, CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return False
    return False


def _syntax_problem(error: yaml.YAMLError, text: str, file: Path) -> Problem:
    """PyYAML's complaint at its place, with the commonest causes named."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        # The reader met a character that YAML forbids, and tells only how many came before it.
        before = text[: getattr(error, "position", 0)]
        position = Position(file, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
        return Problem(
            position, "", "", say("holds a character that no text file may hold; delete it")
        )
    position = Position(file, mark.line + 1, mark.column + 1)
    lines = text.splitlines()
    here = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
    if here.startswith("\t"):
        message = say("a tab stands where only spaces may; indent with two spaces")
    else:
        reason = str(getattr(error, "problem", None) or error)
        message = say("is not valid YAML here: {reason}; compare with another file", reason=reason)
    return Problem(position, "", "", message)
