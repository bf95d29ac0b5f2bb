"""The marks of a service matrix: what means used, and what not. Pure."""

from __future__ import annotations

from core.names import folded

CIRCLES = {"○", "◯", "〇", "⭕", "o"}
USED_TOO = ({"●", "⚫", "⬤"}, {"✓", "✔", "☑", "✅"})
"""Other marks of those who draw no circles. Beside circles, or one another, they mean something
else, which only whoever made the table knows."""
USED = CIRCLES.union(*USED_TOO)
NOT_USED = {"", "・", "-", "−", "–", "—", "ー", "×", "✕"}


def is_used(cell: str) -> bool:
    return _mark(cell) in USED


def is_not_used(cell: str) -> bool:
    return _mark(cell) in NOT_USED


def kind_of(cell: str) -> int:
    """By which of the kinds of marks a cell says that something is used."""
    return next((n for n, kind in enumerate(USED_TOO, start=1) if _mark(cell) in kind), 0)


def _mark(cell: str) -> str:
    """Half-width and full-width marks are the same, however they are drawn."""
    return folded(cell)
