"""Pydantic's findings in words that the person who edits the file understands. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from core.message import Message, say

Location = tuple[int | str, ...]

_LONGEST_ECHO = 60


def wording(model: type[BaseModel], error: ErrorDetails) -> tuple[Location, Message]:
    """Where the finding is, and the sentence that says what is wrong, what was got, what to do."""
    location = tuple(step for step in error["loc"] if step != "[key]")
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return location, say("is missing; add it")
    if kind == "extra_forbidden":
        return location, _unknown_field(model, location)
    word = _WORDS.get(kind)
    if word is None:
        reason = error["msg"][:1].lower() + error["msg"][1:]
        return location, say("{reason}, got {got}", reason=reason, got=_echo(error["input"]))
    return location, word(context, _echo(error["input"]), _described(model, location))


def _unknown_field(model: type[BaseModel], location: Location) -> Message:
    known = _fields_beside(model, location)
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    if near:
        return say("is not a known field; did you mean {near}?", near=near[0])
    return say("is not a known field; known here: {known}", known=", ".join(known))


def _echo(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_ECHO else text[: _LONGEST_ECHO - 1] + "…"


def _fields_beside(model: type[BaseModel], location: Location) -> list[str]:
    """Names of the fields that could stand where `location` ends."""
    owner = _model_at(model, location[:-1])
    return sorted(owner.model_fields) if owner else []


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel] | None:
    current: type[BaseModel] | None = model
    for step in location:
        if current is None:
            return None
        info = current.model_fields.get(str(step))
        if info is not None:
            current = _first_model(info.annotation)
    return current


def _first_model(annotation: object) -> type[BaseModel] | None:
    """The model inside `Model | None`, `tuple[Model, ...]` or `dict[str, Model]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        found = _first_model(inner)
        if found is not None:
            return found
    return None


def _described(model: type[BaseModel], location: Location) -> str:
    """What the field's description says is allowed, so that nobody has to read a pattern."""
    owner = _model_at(model, location[:-1]) if location else None
    info = owner.model_fields.get(str(location[-1])) if owner and location else None
    return (info.description if info else None) or ""


_Word = Callable[[Mapping[str, Any], str, str], Message]

_WORDS: dict[str, _Word] = {
    "string_pattern_mismatch": lambda c, got, text: say(
        "must be {allowed}, got {got}", allowed=text or c["pattern"], got=got
    ),
    "string_type": lambda c, got, text: say("must be text, got {got}; put it in quotes", got=got),
    "string_too_short": lambda c, got, text: say("must not be empty"),
    "int_type": lambda c, got, text: say("must be a whole number, got {got}", got=got),
    "int_parsing": lambda c, got, text: say("must be a whole number, got {got}", got=got),
    "int_from_float": lambda c, got, text: say("must be a whole number, got {got}", got=got),
    "float_type": lambda c, got, text: say("must be a number, got {got}", got=got),
    "float_parsing": lambda c, got, text: say("must be a number, got {got}", got=got),
    "bool_parsing": lambda c, got, text: say("must be true or false, got {got}", got=got),
    "greater_than": lambda c, got, text: say(
        "must be more than {limit}, got {got}", limit=c["gt"], got=got
    ),
    "greater_than_equal": lambda c, got, text: say(
        "must be at least {limit}, got {got}", limit=c["ge"], got=got
    ),
    "less_than_equal": lambda c, got, text: say(
        "must be at most {limit}, got {got}", limit=c["le"], got=got
    ),
    "literal_error": lambda c, got, text: say(
        "must be {allowed}, got {got}", allowed=c["expected"], got=got
    ),
    "enum": lambda c, got, text: say(
        "must be {allowed}, got {got}", allowed=c["expected"], got=got
    ),
    "model_type": lambda c, got, text: say("must be a group of fields, got {got}", got=got),
    "dict_type": lambda c, got, text: say("must be a group of fields, got {got}", got=got),
    "tuple_type": lambda c, got, text: say("must be a list, got {got}", got=got),
    "list_type": lambda c, got, text: say("must be a list, got {got}", got=got),
    "too_short": lambda c, got, text: say("needs at least {least} entries", least=c["min_length"]),
    "date_from_datetime_parsing": lambda c, got, text: say(
        "must be a date such as 2026-04-01, got {got}", got=got
    ),
    "date_type": lambda c, got, text: say("must be a date such as 2026-04-01, got {got}", got=got),
    "date_parsing": lambda c, got, text: say(
        "must be a date such as 2026-04-01, got {got}", got=got
    ),
    "ip_v4_network": lambda c, got, text: say(
        "must be a network such as 10.64.0.0/22 whose host part is zero, got {got}", got=got
    ),
    "ip_v4_address": lambda c, got, text: say(
        "must be an address such as 10.64.0.1, got {got}", got=got
    ),
}
