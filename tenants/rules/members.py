"""Rules about one municipality's own facts, and that no two are the same. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.message import say
from core.names import folded
from core.problem import Problem
from tenants.codes import completed, is_valid, prefecture_of
from tenants.definitions import Definitions, Read
from tenants.member import Member
from tenants.rules.finding import by_joining, in_member, shown
from tenants.vocabulary import LifecycleState


def problems(definitions: Definitions, today: date) -> Iterator[Problem]:
    yield from _twins(definitions)
    for read in definitions.members.values():
        yield from _code(read)
        yield from _home_site(definitions, read)
        yield from _lifecycle(read, today)


def _twins(definitions: Definitions) -> Iterator[Problem]:
    """No two files speak of the same municipality; who joined later is told of it."""
    by_code: dict[str, Read[Member]] = {}
    by_name: dict[tuple[str, str], Read[Member]] = {}
    for read in by_joining(definitions):
        member = read.value
        other = by_code.setdefault(member.code, read)
        if other is not read:
            yield in_member(
                read,
                ("code",),
                say(
                    "{code} is also the code of {other}; one of the two is wrong",
                    code=member.code,
                    other=shown(other),
                ),
            )
        other = by_name.setdefault((folded(member.prefecture), folded(member.name.ja)), read)
        if other is not read:
            yield in_member(
                read,
                ("name", "ja"),
                say(
                    "{name} of {prefecture} is also in {other}; keep one file",
                    name=member.name.ja,
                    prefecture=member.prefecture,
                    other=shown(other),
                ),
            )


def misnamed(definitions: Definitions) -> Iterator[Problem]:
    """Files that are called otherwise than what they say."""
    for stem, read in definitions.members.items():
        if read.value.slug != stem:
            yield in_member(
                read,
                ("slug",),
                say(
                    "is {slug}, but the file is called {file}; both must be the same",
                    slug=read.value.slug,
                    file=f"{stem}.yaml",
                ),
            )


def _code(read: Read[Member]) -> Iterator[Problem]:
    code = read.value.code
    if not is_valid(code):
        yield in_member(
            read,
            ("code",),
            say(
                "{code} has a wrong check digit; with the digits {digits} the code is {right}",
                code=code,
                digits=code[:5],
                right=completed(code[:5]),
            ),
        )
        return
    prefecture = prefecture_of(code)
    if prefecture != read.value.prefecture:
        yield in_member(
            read,
            ("prefecture",),
            say(
                "is {prefecture}, but the code {code} is one of {right}; correct one of the two",
                prefecture=read.value.prefecture,
                code=code,
                right=prefecture or say("no prefecture"),
            ),
        )


def _home_site(definitions: Definitions, read: Read[Member]) -> Iterator[Problem]:
    home = read.value.home_site
    if home in definitions.unreadable_sites or not definitions.sites:
        return
    if home not in definitions.sites and (near := definitions.meant_site(home)) is not None:
        yield in_member(
            read,
            ("home_site",),
            say("{site} is no site of the consortium; did you mean {near}?", site=home, near=near),
        )
    elif home not in definitions.sites:
        yield in_member(
            read,
            ("home_site",),
            say(
                "{site} is no site of the consortium; the sites are {known}",
                site=home,
                known=tuple(definitions.sites),
            ),
        )
    elif definitions.standby_for(home) is None and not definitions.unreadable_sites:
        yield in_member(
            read,
            ("home_site",),
            say(
                "no other site stands by for {site}, so its loss would be the loss of the data; "
                "write `stands_by_for: [{site}]` into the file of another one in infra/sites",
                site=home,
            ),
        )


def _lifecycle(read: Read[Member], today: date) -> Iterator[Problem]:
    lifecycle = read.value.lifecycle
    if lifecycle.state is LifecycleState.LEAVING and lifecycle.leaves_on is None:
        yield in_member(
            read,
            ("lifecycle", "state"),
            say("is leaving, but leaves_on is not there; add the day"),
        )
    if lifecycle.state is LifecycleState.LEFT and lifecycle.left_on is None:
        yield in_member(
            read, ("lifecycle", "state"), say("is left, but left_on is not there; add the day")
        )
    if (
        lifecycle.state is LifecycleState.LEFT
        and lifecycle.left_on is not None
        and lifecycle.left_on > today
    ):
        yield in_member(
            read,
            ("lifecycle", "left_on"),
            say(
                "{day} is still to come, and a municipality that has left loses its data; until "
                "that day write `state: leaving` with `leaves_on: {day}`",
                day=lifecycle.left_on,
            ),
        )
    for name in ("leaves_on", "left_on"):
        day = getattr(lifecycle, name)
        if day is not None and day < lifecycle.joined_on:
            yield in_member(
                read,
                ("lifecycle", name),
                say(
                    "{day} is before joined_on {joined}; correct one of the two",
                    day=day,
                    joined=lifecycle.joined_on,
                ),
            )
