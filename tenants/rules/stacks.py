"""A municipality or a site whose stacks exist but whose file is gone.

Pure: told which stacks there are. The file may have been deleted by mistake; servers and data never
go because of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.message import Message, say
from core.problem import Position, Problem
from tenants.definitions import MEMBERS_FOLDER, SITES_FOLDER, Definitions

OF_A_SITE = "site"
"""What stands before the dot in the name of a site's own stack, where others have a slug."""


def problems(definitions: Definitions, existing_stacks: Sequence[str]) -> Iterator[Problem]:
    owners = {name.partition(".")[0] for name in existing_stacks} - {OF_A_SITE}
    for slug in sorted(owners - {*definitions.members, *definitions.unreadable_members}):
        yield _gone(
            MEMBERS_FOLDER,
            slug,
            say(
                "the file is gone, but the municipality's servers and data stand; restore it from "
                "git. A municipality leaves with `lifecycle: {{state: left, left_on: …}}` "
                "and `kumiai down {slug}`",
                slug=slug,
            ),
        )
    sites = {name.partition(".")[2] for name in existing_stacks if name.startswith(f"{OF_A_SITE}.")}
    for site in sorted(sites - {*definitions.sites, *definitions.unreadable_sites}):
        yield _gone(
            SITES_FOLDER,
            site,
            say("the file is gone, but what was built there stands; restore it from git"),
        )


def _gone(folder: Path, stem: str, message: Message) -> Problem:
    return Problem(Position(folder / f"{stem}.yaml", 1, 1), stem, "", message)
