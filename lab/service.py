"""What a service of a site consists of: files, folders, databases, steps, processes. Pure.

`lab/services/` has one module per service, each with a function `service(site)` that returns
this; everything that writes, runs or kills works from it alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["wsgi", "daemon", "swift_server", "swift_daemon"]


@dataclass(frozen=True, slots=True)
class Program:
    """A process of its own program: executed, not forked from a zygote."""

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fork:
    """A process forked from its project's zygote, which has the code loaded already."""

    project: str
    name: str
    kind: Kind
    target: str
    argv: tuple[str, ...] = ()
    port: int | None = None
    needs: tuple[int, ...] = ()
    """Ports of the same site that must answer before it starts."""


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Done once, when a site is made: one entry point called several times, one after another.

    The entry point's code is loaded once and forked per call, since loading costs more than
    most calls do.
    """

    entry: str
    calls: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Service:
    """One service of one site. Paths are relative: files to `etc`, folders to `data`."""

    name: str
    files: Mapping[str, str] = field(default_factory=dict)
    from_package: Mapping[str, str] = field(default_factory=dict)
    """Files that ship with OpenStack: path below the environment's `etc` by path below ours."""
    folders: tuple[str, ...] = ()
    databases: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    programs: tuple[Program, ...] = ()
    forks: tuple[Fork, ...] = ()
    schemas: tuple[FirstStep, ...] = ()
    """The steps that fill its databases with tables, and with nothing that is of the site."""
    first_steps: tuple[FirstStep, ...] = ()
    """Those after them."""
