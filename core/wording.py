"""Pydantic's findings in words that the person who edits the file understands. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from core.eras import day_in
from core.message import Message, say
from core.names import nearest, shortened
from core.strict import Strict
from core.width import half_width, plainly

Location = tuple[int | str, ...]


def wordings(
    model: type[BaseModel], errors: Sequence[ErrorDetails]
) -> Iterator[tuple[Location, Message]]:
    """Where each finding is, and the sentence that says what is wrong, what was got, what to do.

    One slip makes one sentence: a field that is missing because its name is misspelt beside, or
    because it stands in another group, and a list that is too short because an entry is wrong,
    are not told.
    """
    found = [(_location(error), error) for error in errors]
    missing = {location for location, error in found if error["type"] == "missing"}
    explained: dict[Location, Location] = {}
    """The unknown field that is meant for a missing one, by the latter."""
    for location, error in found:
        if error["type"] == "extra_forbidden":
            meant = _meant(model, location, missing - explained.keys())
            if meant is not None:
                explained[meant] = location
    misplaced = {unknown: meant for meant, unknown in explained.items()}
    for location, error in found:
        if location in explained and error["type"] == "missing":
            continue
        if error["type"] == "too_short" and any(
            len(other) > len(location) and other[: len(location)] == location for other, _ in found
        ):
            continue
        yield location, _said(model, location, error, misplaced.get(location))


def _location(error: ErrorDetails) -> Location:
    steps = tuple(step for step in error["loc"] if step != "[key]")
    if error["type"] == "invalid_key":  # pydantic says it in Python's words
        key = error["input"]
        return (*steps[:-1], "~" if key is None else str(key))
    return steps


def _meant(model: type[BaseModel], location: Location, missing: set[Location]) -> Location | None:
    """The missing field that an unknown one at `location` was meant for."""
    near = nearest(str(location[-1]), _fields_beside(model, location))
    if near is not None and (*location[:-1], near) in missing:
        return (*location[:-1], near)
    elsewhere = [other for other in sorted(missing, key=str) if other[-1] == location[-1]]
    return elsewhere[0] if elsewhere else None


def _said(
    model: type[BaseModel], location: Location, error: ErrorDetails, meant: Location | None
) -> Message:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return say("is missing; add it")
    if kind == "extra_forbidden":
        moved = _moved_field(model, location)
        return moved(error["input"]) if moved else _unknown_field(model, location, meant)
    word = _WORDS.get(kind)
    got = _echo(error["input"])
    if word is None:
        reason = error["msg"][:1].lower() + error["msg"][1:]
        return say("{reason}, got {got}", reason=reason, got=got)
    plain = plainly(kind, context, error["input"])
    if plain is not None:
        return say(
            "must be written with half-width characters only; write {plain}, got {got}",
            plain=plain,
            got=got,
        )
    day = day_in(half_width(error["input"])) if word is _day else None
    if day is not None:
        return say("must be written as {plain}, got {got}", plain=str(day), got=got)
    return word(context, got, _described(model, location))


def _moved_field(model: type[BaseModel], location: Location) -> Callable[[object], Message] | None:
    """What is said of a field that stood there in an earlier version."""
    owner = _model_at(model, location[:-1])
    if owner is None or not issubclass(owner, Strict):
        return None
    return owner.moved.get(str(location[-1]))


def _unknown_field(model: type[BaseModel], location: Location, meant: Location | None) -> Message:
    if meant is not None and meant[:-1] != location[:-1]:
        return say(
            "belongs to {group}; check the indentation",
            group=".".join(map(str, meant[:-1])) or say("the whole file"),
        )
    known = _fields_beside(model, location)
    near = nearest(str(location[-1]), known)
    if near:
        return say("is not a known field; did you mean {near}?", near=near)
    return say("is not a known field; known here: {known}", known=tuple(known))


def _echo(value: object) -> object:
    """What was got, as a person writes it in YAML; the contents of a group or list are not."""
    if isinstance(value, Mapping):
        return say("a group of fields")
    if isinstance(value, list | tuple | set):
        return say("a list")
    if value is None:
        return say("nothing")
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value) if isinstance(value, str) else str(value)
    return shortened(text)


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


def _described(model: type[BaseModel], location: Location) -> Message | None:
    """What the field's description says is allowed, so that nobody has to read a pattern."""
    owner = _model_at(model, location[:-1]) if location else None
    info = owner.model_fields.get(str(location[-1])) if owner and location else None
    described = info.description if info else _key_described(model, location)
    return Message(described) if described else None


def _key_described(model: type[BaseModel], location: Location) -> str | None:
    """The same for a name that the writer of the file chooses."""
    for depth in range(2, len(location) + 1):
        owner = _model_at(model, location[:-depth])
        info = owner.model_fields.get(str(location[-depth])) if owner else None
        if info is not None:
            kept: object = info.annotation
            for _ in range(depth - 2):  # a dictionary of dictionaries
                kept = (*get_args(kept), None, None)[1]
            metadata = [m for key in get_args(kept)[:1] for m in getattr(key, "__metadata__", ())]
            return next((m.description for m in metadata if getattr(m, "description", None)), None)
    return None


_Word = Callable[[Mapping[str, Any], object, Message | None], Message]


def _whole_number(context: Mapping[str, Any], got: object, text: Message | None) -> Message:
    return say("must be a whole number, got {got}", got=got)


def _number(context: Mapping[str, Any], got: object, text: Message | None) -> Message:
    return say("must be a number, got {got}", got=got)


def _truth(context: Mapping[str, Any], got: object, text: Message | None) -> Message:
    return say("must be true or false, got {got}", got=got)


def _day(context: Mapping[str, Any], got: object, text: Message | None) -> Message:
    return say("must be a date such as 2026-04-01, got {got}", got=got)


def _group(context: Mapping[str, Any], got: object, text: Message | None) -> Message:
    return say(
        "must hold fields, one `name: value` in each line below it, two spaces further in; "
        "got {got}",
        got=got,
    )


def _list(context: Mapping[str, Any], got: object, text: Message | None) -> Message:
    return say("must be a list, one `- entry` in each line below it; got {got}", got=got)


def _text(context: Mapping[str, Any], got: object, text: Message | None) -> Message:
    if isinstance(got, Message):  # no quotation marks make a text of a group, a list or nothing
        return say("must be text, got {got}", got=got)
    return say("must be text, got {got}; put it in quotes", got=got)


def _choice(context: Mapping[str, Any], got: object, text: Message | None) -> Message:
    allowed = re.findall(r"'([^']*)'", context["expected"])
    if len(allowed) == 1:
        return say("must be {allowed}, got {got}", allowed=allowed[0], got=got)
    near = nearest(str(got).strip("'").lower(), allowed)
    if near is not None:
        return say(
            "must be one of {allowed}, got {got}; did you mean {near}?",
            allowed=tuple(allowed),
            got=got,
            near=near,
        )
    return say("must be one of {allowed}, got {got}", allowed=tuple(allowed), got=got)


def _network(context: Mapping[str, Any], got: object, text: Message | None) -> Message:
    if _IPV6.fullmatch(str(got)):
        return say(
            "is a network of IPv6, which kumiai does not build; write one such as 10.64.0.0/22, "
            "got {got}",
            got=got,
        )
    return say("must be a network such as 10.64.0.0/22 whose host part is zero, got {got}", got=got)


_IPV6 = re.compile(r"'[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(/[0-9]{1,3})?'")

_WORDS: dict[str, _Word] = {
    "string_pattern_mismatch": lambda c, got, text: say(
        "must be {allowed}, got {got}", allowed=text or c["pattern"], got=got
    ),
    "string_type": _text,
    "invalid_key": _text,
    "string_too_short": lambda c, got, text: say("must not be empty"),
    "string_too_long": lambda c, got, text: say(
        "must be at most {limit} characters long, got {got}", limit=c["max_length"], got=got
    ),
    "int_type": _whole_number,
    "float_type": _number,
    "float_parsing": _number,
    "finite_number": _number,
    "bool_type": _truth,
    "greater_than": lambda c, got, text: say(
        "must be more than {limit}, got {got}", limit=c["gt"], got=got
    ),
    "greater_than_equal": lambda c, got, text: say(
        "must be at least {limit}, got {got}", limit=c["ge"], got=got
    ),
    "less_than_equal": lambda c, got, text: say(
        "must be at most {limit}, got {got}", limit=c["le"], got=got
    ),
    "literal_error": _choice,
    "enum": _choice,
    "model_type": _group,
    "dict_type": _group,
    "tuple_type": _list,
    "list_type": _list,
    "too_short": lambda c, got, text: say("needs at least {least} entries", least=c["min_length"]),
    "date_type": _day,
    "date_parsing": _day,
    "date_from_datetime_parsing": _day,
    "date_from_datetime_inexact": _day,
    "ip_v4_network": _network,
    "ip_v4_address": lambda c, got, text: say(
        "must be an address such as 10.64.0.1, got {got}", got=got
    ),
}
