"""One YAML file: its plain data, and the tree that knows where everything is written. Pure.

Stricter than PyYAML: what it would read otherwise than the writer meant is a problem with its line
(`surprises.py`), and what it cannot read is told by its cause (`slips.py`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, SequenceNode

from core.loader import Loader
from core.message import Message, say
from core.problem import Position, Problem
from core.slips import syntax_problem
from core.strict import Strict
from core.surprises import surprises
from core.wording import Location, wordings

ModelT = TypeVar("ModelT", bound=Strict)

DEEPEST = 30
"""Levels of nesting; the catalogue, our deepest file, has eight."""

READ_AGAIN = 256
"""Files that are remembered, and what they were read as: whoever runs for long reads the same ones
again and again, and nobody changes a document or a model."""

_MAY_BE_DEEP = re.compile(r"^ {60}|^.{1000}", re.MULTILINE)


def is_workbook(raw: bytes) -> bool:
    """Whether a spreadsheet program's own file was given, of today (zip) or of old (OLE)."""
    return raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


@dataclass(frozen=True)
class Document:
    """One YAML file: its plain data, and its text, which tells line numbers when asked.

    The tree of nodes that knows them is made anew for each question: only files with a mistake
    are asked, and 1,741 trees are what costs most to keep.
    """

    file: Path
    data: object = field(hash=False)
    """What the text says, which tells one document from another by itself."""
    text: str = ""

    @classmethod
    def decode(cls, raw: bytes, file: Path) -> tuple[Document | None, list[Problem]]:
        """What a file holds as a document, or None and what is wrong with its bytes or syntax."""
        if is_workbook(raw):
            message = say(
                "is a workbook or another packed file, and no text; write what it says in a text "
                "editor, and save that"
            )
            return None, [Problem(Position(file, 1, 1), "", "", message)]
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
            message = say("is not UTF-8 text; save the file with the encoding UTF-8")
            return None, [Problem(Position(file, line, column), "", "", message)]
        return cls.parse(text, file)

    @classmethod
    def parse(cls, text: str, file: Path) -> tuple[Document | None, list[Problem]]:
        """The text as a document, or None and every syntax problem found.

        The text is taken in Unicode's composed form (NFC), so that が of one and of two characters,
        and a character that only looks like 福, are the same name from here on.
        """
        document, problems = _parsed(unicodedata.normalize("NFC", text), file)
        return document, list(problems)

    def position(self, location: Location) -> Position:
        """Where `location` is written, or the nearest parent that exists in the file."""
        node = yaml.compose(self.text, Loader=Loader)
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
        value, problems = _read_as(self, model, subject)
        return value, list(problems)

    def problem(self, location: Location, message: Message, subject: str = "") -> Problem:
        """A problem at `location`, for rules that look at more than one field."""
        return Problem(self.position(location), subject, ".".join(map(str, location)), message)


@lru_cache(maxsize=READ_AGAIN)
def _parsed(text: str, file: Path) -> tuple[Document | None, tuple[Problem, ...]]:
    if _is_too_deep(text):
        return None, (_too_deep(file),)
    loader = Loader(text)
    try:
        tree = loader.get_single_node()
        problems = surprises(tree, text, file) if tree is not None else []
        if problems:
            return None, tuple(problems)
        data = loader.construct_document(tree) if tree is not None else None
    except yaml.YAMLError as error:
        return None, (syntax_problem(error, text, file),)
    except RecursionError:
        return None, (_too_deep(file),)
    finally:
        loader.dispose()
    return Document(file, data, text), ()


@lru_cache(maxsize=READ_AGAIN)
def _read_as(
    document: Document, model: type[ModelT], subject: str
) -> tuple[ModelT | None, tuple[Problem, ...]]:
    if document.data is None:
        return None, (Problem(Position(document.file, 1, 1), subject, "", model.if_empty),)
    try:
        return model.model_validate(document.data), ()
    except ValidationError as error:
        return None, tuple(
            sorted(
                document.problem(location, message, subject)
                for location, message in wordings(model, error.errors(include_url=False))
            )
        )


def _too_deep(file: Path) -> Problem:
    return Problem(Position(file, 1, 1), "", "", say("is nested too deeply; write it flatter"))


def _is_too_deep(text: str) -> bool:
    """Whether the text nests deeper than any file of ours; libyaml itself would run out of stack.

    Only a text with a very long line or a very wide margin can, so others cost no second parse.
    """
    if not _MAY_BE_DEEP.search(text):
        return False
    depth = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    return True
            elif isinstance(event, CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return False
    return False
