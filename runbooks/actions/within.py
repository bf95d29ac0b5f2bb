"""Acts that are carried out within a step of a move, by the same run. Adapter."""

from __future__ import annotations

from core.errors import UserError
from core.home import Home
from core.plan import Action, Plan, Turn
from core.run import Watcher, carry_out


def carried_within(home: Home, plan: Plan, turn: Turn) -> None:
    """Acts of their own within a step. Raises: UserError with why the first of them failed."""
    for failure in carry_out(home, plan, turn.run, _Passed(turn)):
        raise UserError(failure.why, failure.exit_code)


class _Passed(Watcher):
    """What an act within the step changes is told as the step's."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def changed(self, action: Action, name: str) -> None:
        self._turn.changed(name)
