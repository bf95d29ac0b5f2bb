"""Configuration sections as data, written the way oslo.config and paste.deploy read them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Value = str | int | float | bool | Sequence[str]
Section = Mapping[str, Value]
Sections = Mapping[str, Section]


def ini(sections: Sections) -> str:
    """The file's text, sections in the order given.

    >>> print(ini({"DEFAULT": {"debug": False, "backends": ["a", "b"]}}), end="")
    [DEFAULT]
    debug = false
    backends = a,b
    """
    return "\n".join(_section(name, options) for name, options in sections.items())


def _section(name: str, options: Section) -> str:
    lines = [f"{key} = {_written(value)}" for key, value in options.items()]
    return "\n".join([f"[{name}]", *lines, ""])


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    return ",".join(value)
