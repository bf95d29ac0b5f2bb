"""Pulumi's stacks that no file asks for. Pure: told which stacks there are, and what is in them.

Nothing of them is changed or removed because of that: a file may have been deleted by mistake. What
would be built a second time elsewhere stops everything; what merely stands is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from blueprint.naming import StackName, read_stack
from core.message import Message, say
from core.problem import Position, Problem
from tenants.definitions import MEMBERS_FOLDER, SITES_FOLDER, Definitions


@dataclass(frozen=True, slots=True)
class Stack:
    """`objects` counts what it has in OpenStack; `login` is its member's entry of clouds.yaml,
    which has the stack's first name, whatever somebody has called it since."""

    name: str
    objects: int
    login: str = ""

    @property
    def named(self) -> StackName | None:
        """What its name says; None where the name is none that kumiai gives."""
        return read_stack(self.name)

    @property
    def is_renamed(self) -> bool:
        return bool(self.login) and self.login != self.name


def is_asked_for(definitions: Definitions, name: str) -> bool:
    """Whether a file asks for the stack, or would if it could be read."""
    named = read_stack(name)
    if named is None:
        return False
    if named.site in definitions.unreadable_sites or named.member in definitions.unreadable_members:
        return True
    if named.member is None:
        return named.site in definitions.sites
    read = definitions.members.get(named.member)
    return read is not None and named.site in definitions.sites_of(read.value)


def problems(definitions: Definitions, stacks: Sequence[Stack]) -> Iterator[Problem]:
    """Stacks that hold something, of which the file of a member or of a site knows nothing."""
    strays = [stack for stack in _strays(definitions, stacks) if stack.objects]
    for stack in strays:
        if stack.is_renamed:
            yield _problem(MEMBERS_FOLDER, _member_of(stack.login), _renamed(stack))
    gone = [named for stack in strays if not stack.is_renamed and (named := stack.named)]
    slugs = {named.member for named in gone if named.member is not None}
    for slug in sorted(slugs - set(definitions.members)):
        yield _problem(
            MEMBERS_FOLDER,
            slug,
            say(
                "the file is gone, but the municipality's servers and data stand; restore it from "
                "git. A municipality leaves with `lifecycle: {{state: left, left_on: …}}` "
                "and `kumiai down {slug}`",
                slug=slug,
            ),
        )
    for site in sorted({named.site for named in gone} - set(definitions.sites)):
        yield _problem(
            SITES_FOLDER,
            site,
            say(
                "the file is gone, but what was built there stands; restore it from git. If the "
                "site itself is lost for good, forget each of its stacks in `kumiai shell` with "
                "`pulumi stack rm --force`"
            ),
        )


def notes(definitions: Definitions, stacks: Sequence[Stack]) -> Iterator[Message]:
    """What stands, or lies about empty, and keeps nobody from anything."""
    left: dict[str, list[str]] = defaultdict(list)
    for stack in _strays(definitions, stacks):
        if not stack.objects:
            yield say(
                "stack {stack} is empty and no file asks for it; "
                "remove it in `kumiai shell` with `pulumi stack rm {stack}`",
                stack=stack.name,
            )
        elif (named := stack.named) is None:
            yield say(
                "stack {stack} is none of kumiai's, and holds {count} objects; "
                "whoever made it knows what they are",
                stack=stack.name,
                count=stack.objects,
            )
        elif (
            not stack.is_renamed
            and named.member in definitions.members
            and named.site in definitions.sites
        ):
            left[named.site].append(stack.name)
    for site, names in left.items():
        yield say(
            "at {site} {count} stacks stand that no file asks for any more: {stacks}; "
            "they are left as they are. Correct the files if that was not meant; if it was, take "
            "each away with `kumiai down MEMBER --site {site}`",
            site=site,
            count=len(names),
            stacks=tuple(names),
        )


def _strays(definitions: Definitions, stacks: Sequence[Stack]) -> list[Stack]:
    return [stack for stack in stacks if not is_asked_for(definitions, stack.name)]


def _member_of(login: str) -> str:
    """Whose the entry of clouds.yaml is; the entry itself where somebody wrote one by hand."""
    named = read_stack(login)
    return login if named is None or named.member is None else named.member


def _renamed(stack: Stack) -> Message:
    return say(
        "stack {stack} was called {login} and was renamed, so all of it would be built once more; "
        "give it its name back in `kumiai shell` with "
        "`pulumi stack rename {login} --stack {stack}`",
        stack=stack.name,
        login=stack.login,
    )


def _problem(folder: Path, stem: str, message: Message) -> Problem:
    return Problem(Position(folder / f"{stem}.yaml", 1, 1), stem, "", message)
