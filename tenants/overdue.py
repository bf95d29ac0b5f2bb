"""Days that are past, and of which a file does not say what became of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.message import Message, say
from tenants.member import Member
from tenants.vocabulary import LifecycleState


def not_yet_left(members: Iterable[Member], today: date) -> Iterator[Message]:
    """Of each municipality whose day of leaving is past that its file does not say whether it did.

    It keeps all that it has until somebody says so: a day that passes takes nobody's data away.
    """
    for member in members:
        lifecycle = member.lifecycle
        day = lifecycle.leaves_on
        if lifecycle.state is LifecycleState.LEAVING and day is not None and day <= today:
            yield say(
                "{member} was to leave on {day}, and everything of it stands: write `state: left` "
                "with `left_on`, then `kumiai down {slug}`, or another day in leaves_on",
                member=member.name.ja,
                day=day,
                slug=member.slug,
            )
