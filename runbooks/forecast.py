"""What a procedure would do by the world as it is now, and in which words. Adapter: it plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import UserError
from core.message import Message
from core.plan import Plan
from runbooks.around import Act, Values
from runbooks.procedure import Procedure
from runbooks.vocabulary import ActName


def told(plan: Plan) -> list[str]:
    """A plan's acts as the journal tells them."""
    return [f"{one.act} {one.subject}" for one in plan.actions]


@dataclass(frozen=True, slots=True)
class Foretold:
    """What a step would do, and how each of its acts is taken back."""

    acts: list[str]
    undos: tuple[Message, ...]


def foretold(
    procedure: Procedure, acts: Mapping[ActName, Act], values: Values
) -> dict[str, Foretold | Message]:
    """What each of kumiai's steps would do by the world as it is now; or why nobody can say."""
    found: dict[str, Foretold | Message] = {}
    for name in procedure.in_order:
        act = procedure.steps[name].act
        if act is None:
            continue
        try:
            plan = acts[act].plan(values, ())
        except UserError as error:
            found[name] = error.message
            continue
        against = next((one.why for one in plan.objections), None)
        undos = tuple(dict.fromkeys(one.undo for one in plan.actions))
        found[name] = Foretold(told(plan), undos) if against is None else against
    return found
