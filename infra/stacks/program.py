"""What the programs of all stacks mean: a digest over their code. Adapter: reads our own source.

The programs are `infra/program/` and whatever it imports of ours, and nothing else: what is drawn
(`blueprint/member.py`, `blueprint/site.py`) is covered as a value, what is finished beside Pulumi
(`infra/rim/`) declares nothing. A comment, a docstring or a line's place means nothing, so they do
not count.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from core.home import REPOSITORY

PROGRAM = "infra/program"


@cache
def program_digest() -> str:
    """Changes whenever another object, or an object otherwise, may be declared."""
    digest = hashlib.sha256()
    for file, meaning in sorted(program_of(REPOSITORY).items()):
        digest.update(f"{file}\0{meaning}\0".encode())
    return digest.hexdigest()


def program_of(root: Path) -> dict[str, str]:
    """Every file of the programs below `root`, with what it means."""
    found: dict[str, str] = {}
    waiting = [file.relative_to(root) for file in root.glob(f"{PROGRAM}/**/*.py")]
    while waiting:
        file = waiting.pop()
        if str(file) in found:
            continue
        tree = ast.parse((root / file).read_bytes())
        imported = {*_packages_of(file), *_imports_in(tree)}
        waiting += [path for path in imported if (root / path).exists()]
        found[str(file)] = ast.dump(_without_remarks(tree))
    return found


def _packages_of(file: Path) -> Iterator[Path]:
    """The packages that are imported before the module."""
    for folder in file.parents[:-1]:
        yield folder / "__init__.py"


def _imports_in(tree: ast.Module) -> Iterator[Path]:
    """Where the modules would stand if they are ours, those imported late included."""
    for node in _statements(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            path = Path(*name.split("."))
            yield path.with_suffix(".py")
            yield path / "__init__.py"


def _without_remarks(tree: ast.Module) -> ast.Module:
    """Without docstrings; comments are not in it anyway."""
    for node in (tree, *_statements(tree)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [statement for statement in node.body if not _is_remark(statement)]
    return tree


def _statements(within: ast.AST) -> Iterator[ast.AST]:
    """All of them, however deep, and nothing that stands within one: an import never does."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for statement in getattr(within, part, ()):
            yield statement
            yield from _statements(statement)


def _is_remark(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
