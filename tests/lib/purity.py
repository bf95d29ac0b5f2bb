"""What a module says of itself, Pure or Adapter, and what it does that a pure one may not.

A module says it by a sentence of its docstring that begins with the word: `Pure.`, `Pure: …`,
`Pure, …`, `Adapter.`, `Adapter: …` or `Adapter to …`; one of the two, once. A semicolon does for
the colon. An `__init__.py` that holds nothing but its docstring need not say anything.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

LIBRARIES = frozenset(
    {
        *("__future__", "abc", "base64", "bisect", "collections", "copy", "csv", "dataclasses"),
        *("datetime", "difflib", "enum", "fractions", "functools", "hashlib", "heapq", "html"),
        *("io", "ipaddress", "itertools", "json", "math", "operator", "pathlib", "re"),
        *(
            "shlex",
            "statistics",
            "string",
            "textwrap",
            "types",
            "typing",
            "unicodedata",
            "zoneinfo",
        ),
        *("contextlib", "inspect", "binascii"),
        *(
            "cryptography",
            "jpholiday",
            "markupsafe",
            "ortools",
            "pydantic",
            "pydantic_core",
            "rich",
        ),
        *("sqlalchemy", "yaml"),
    }
)
"""What a pure module may import beside ours: nothing that asks the machine or the world.

Of rich what is set out, not the Console that prints it; of SQLAlchemy declarations and statements,
not the engine that runs them: their calls are refused below. Of cryptography what is computed,
not the keys that chance makes.
"""

CALLS = frozenset(
    {
        *("open", "print", "input", "eval", "exec", "__import__", "breakpoint"),
        *("now", "utcnow", "today", "time", "monotonic", "perf_counter"),
        *("read_text", "read_bytes", "write_text", "write_bytes", "exists", "is_file", "is_dir"),
        *("is_symlink", "stat", "lstat", "glob", "rglob", "iterdir", "mkdir", "rmdir", "unlink"),
        *("touch", "chmod", "symlink_to", "samefile", "expanduser", "cwd", "home", "getenv"),
        *("resolve", "absolute", "Console", "create_engine", "connect", "execute", "generate"),
    }
)
"""Functions and methods that ask the disk, the clock, the environment or the screen."""


class Kind(StrEnum):
    """What a module says of itself."""

    PURE = "Pure"
    ADAPTER = "Adapter"


_SAYS = re.compile(r"(?:\A|\n\n|[.?!…`:]\s+)(Pure|Adapter)(?=[.:,;]| to )")


@dataclass(frozen=True)
class Module:
    """One module of ours, as its text says it."""

    name: str
    tree: ast.Module

    @property
    def says(self) -> list[Kind]:
        return [Kind(word) for word in _SAYS.findall(ast.get_docstring(self.tree) or "")]

    @property
    def is_pure(self) -> bool:
        return self.says == [Kind.PURE]

    @property
    def has_examples(self) -> bool:
        """Whether a docstring has an example that can be run."""
        kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
        nodes = [node for node in ast.walk(self.tree) if isinstance(node, kinds)]
        return any(">>> " in (ast.get_docstring(node) or "") for node in nodes)

    @property
    def holds_nothing(self) -> bool:
        """Whether there is nothing beside the docstring."""
        return all(
            isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
            for one in self.tree.body
        )


def sins(module: Module, ours: Mapping[str, Module]) -> Iterator[str]:
    """Everything in a pure module that a pure one may not do, with its line."""
    for node in ast.walk(module.tree):
        for name in _imported(node, ours):
            if not _may_import(name, ours):
                yield f"line {getattr(node, 'lineno', 0)}: imports {name}"
        if isinstance(node, ast.Call) and (called := _called(node.func)) in CALLS:
            yield f"line {node.lineno}: calls {called}"


def _imported(node: ast.AST, ours: Mapping[str, Module]) -> Iterator[str]:
    """Modules that a statement imports, those for types only and those within functions too."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        inner = {f"{node.module}.{alias.name}" for alias in node.names} & ours.keys()
        yield from sorted(inner or {node.module})


def _may_import(name: str, ours: Mapping[str, Module]) -> bool:
    if name in ours:
        one = ours[name]
        return one.is_pure or (one.holds_nothing and not one.says)
    return name.split(".")[0] in LIBRARIES


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
