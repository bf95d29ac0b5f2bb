"""A municipality whose stacks exist but whose file is gone. Pure: told which stacks there are.

The file may have been deleted by mistake; its servers and data never go because of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.message import say
from core.problem import Position, Problem
from tenants.definitions import MEMBERS_FOLDER, Definitions


def problems(definitions: Definitions, existing_stacks: Sequence[str]) -> Iterator[Problem]:
    built = {name.partition(".")[0] for name in existing_stacks} - {"site"}
    for slug in sorted(built - set(definitions.members) - _unreadable(definitions)):
        file = MEMBERS_FOLDER / f"{slug}.yaml"
        yield Problem(
            Position(Path(file), 1, 1),
            slug,
            "",
            say(
                "the file is gone, but the municipality's servers and data stand; restore it from "
                "git. A municipality leaves with `lifecycle: {{state: left, left_on: …}}` "
                "and `kumiai down {slug}`",
                slug=slug,
            ),
        )


def _unreadable(definitions: Definitions) -> set[str]:
    """Files that are there but have problems of their own, which are told already."""
    return set(definitions.unreadable_members)
