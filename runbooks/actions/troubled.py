"""Of systems that something is wanted of, the trouble of one keeps no other from it. Adapter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from cloud.refusals import is_silence
from core.errors import UserError
from core.message import say
from core.plan import Action, Turn
from runbooks.actions.protected import Protected

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Troubles:
    """What was found while all were asked; a site that was silent once is asked no more, since each
    system in turn would wait for it."""

    _silent: dict[str, UserError] = field(default_factory=dict)

    def acts(
        self, act: str, one: Protected, sites: Iterable[str], look: Callable[[], Sequence[Action]]
    ) -> Sequence[Action]:
        """What `look`, which asks `sites`, wants done of the system; or an act that fails with why
        it finds nothing."""
        found = self.asked(sites, look)
        return [_failing(act, one, found)] if isinstance(found, UserError) else found

    def asked(self, sites: Iterable[str], look: Callable[[], Found]) -> Found | UserError:
        """What `look` finds at `sites`, or why it finds nothing."""
        for site in sites:
            if site in self._silent:
                return self._silent[site]
        try:
            return look()
        except UserError as error:
            if is_silence(error.message):
                self._silent[str(error.message.values["site"])] = error
            return error


def _failing(act: str, one: Protected, why: UserError) -> Action:
    """An act that fails with the reason, so that it is told at the end, when others had theirs."""

    def do(turn: Turn) -> None:
        raise why

    return Action(
        act,
        one.group.subject,
        say("{subject}", subject=one.group.subject),
        say("cannot be done: {why}", why=why.message),
        do,
        say("nothing was done"),
        (),
        lane=one.group.site,
    )
