"""Whom a problem concerns. Pure.

What is wrong in another municipality's file keeps nobody from what is theirs; what all share
concerns everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from core.problem import Problem
from tenants.definitions import MEMBERS_FOLDER

Concerned = Callable[[str], bool]
"""Whether a municipality's file has to be whole, by its slug."""


def only(slugs: Collection[str]) -> Concerned:
    """The files of these alone."""
    return lambda slug: slug in slugs


def everybody(slug: str) -> bool:
    """All of them."""
    return True


def owner_of(server: str) -> Concerned:
    """The files of whoever the server could be, by its name alone."""
    return lambda slug: server.startswith(f"{slug}-")


def member_of(problem: Problem) -> str | None:
    """The municipality of whose file alone it speaks, by its slug; None where it is all's."""
    file = problem.position.file
    if file.parent == MEMBERS_FOLDER:
        return file.name.partition(".")[0]
    return problem.subject or None if file == MEMBERS_FOLDER else None


def divided(
    problems: Iterable[Problem], concerned: Concerned
) -> tuple[list[Problem], dict[str, list[Problem]]]:
    """What concerns, and of each other municipality what is wrong in its file."""
    mine: list[Problem] = []
    others: dict[str, list[Problem]] = {}
    for problem in problems:
        slug = member_of(problem)
        if slug is None or concerned(slug):
            mine.append(problem)
        else:
            others.setdefault(slug, []).append(problem)
    return mine, others
