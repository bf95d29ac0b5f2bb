"""The base of every model that is read from a file, and the field types they share. Pure.

Nothing loose is taken: `true` is no number, a number is no date and no network, and a name of
nothing but spaces is none.
"""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from core.eras import FIRST_DAY, LAST_DAY
from core.message import Message, say

SHORTEST_SLUG, LONGEST_SLUG = 2, 31

Slug = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9-]{0,29}[a-z0-9]$",
        description="2 to 31 lower-case letters, digits and hyphens, "
        "a letter first, no hyphen last",
    ),
]
Identifier = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]{1,47}$",
        description="2 to 48 lower-case letters, digits and underscores, a letter first",
    ),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Something to read, not only spaces of any width."""

LONGEST_LINE = 200
"""Characters of a name: whatever is longer is a text in the wrong place, and a sentence that quotes
it could not be read."""

Line = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST_LINE, pattern=r"^[^\n\t]*$"
    ),
    Field(description="one line of text"),
]
"""A name: text without a line break or a tab, which what is printed would show as another line."""

Key = Annotated[
    str,
    Field(
        max_length=LONGEST_LINE,
        pattern=r"^\S(?:[^\n\t]*\S)?$",
        description="one line of text without spaces at its ends",
    ),
]
"""A name before a colon. It is taken as it stands, lest two of them become one."""

Truth = Annotated[bool, Field(strict=True)]


class OneOrMany:
    """Of a list in an annotation: a list of one may be written without its brackets."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_in_brackets, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


def _in_brackets(value: object) -> object:
    return [value] if isinstance(value, str) else value


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WITH_LENGTH = re.compile(r"/[0-9]{1,2}$")


def _only_a_day(value: object) -> object:
    """Pydantic would take 20100401, and "20100401", for seconds since 1970, and the midnight of any
    zone for a day. A year of an era (0006 for 令和6年) is none of ours."""
    day = value
    if isinstance(value, str) and _DAY.fullmatch(value):
        with contextlib.suppress(ValueError):
            day = datetime.date.fromisoformat(value)
    if type(day) is datetime.date and day > LAST_DAY:
        raise PydanticCustomError("less_than_equal", "is too far", {"le": LAST_DAY})
    if type(day) is datetime.date and day >= FIRST_DAY:
        return day
    raise PydanticCustomError("date_type", "must be a date")


def _only_text(value: object) -> object:
    """Python would take a number, or four bytes, for an address, and an address for a network."""
    if isinstance(value, ipaddress.IPv4Network):
        return value
    if isinstance(value, str) and _WITH_LENGTH.search(value):
        return value
    raise PydanticCustomError("ip_v4_network", "must be a network")


def _only_an_address(value: object) -> object:
    """Python would take a number, or four bytes, for an address."""
    if isinstance(value, str | ipaddress.IPv4Address):
        return value
    raise PydanticCustomError("ip_v4_address", "must be an address")


Day = Annotated[datetime.date, BeforeValidator(_only_a_day)]
Address = Annotated[ipaddress.IPv4Address, BeforeValidator(_only_an_address)]
Network = Annotated[ipaddress.IPv4Network, BeforeValidator(_only_text)]


class Strict(BaseModel):
    """Unknown fields are errors; values never change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    if_empty: ClassVar[Message] = say("is empty; restore it from git, or begin with another one")
    """What is said of a file of this kind in which nothing stands."""

    moved: ClassVar[Mapping[str, Callable[[object], Message]]] = {}
    """Fields of earlier versions: the edit that is due, told from what stands there."""


class Name(Strict):
    """What something is called in both languages."""

    ja: Line
    en: Line

    def in_language(self, language: str) -> str:
        return self.ja if language == "ja" else self.en
