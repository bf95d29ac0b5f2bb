"""Looks, does what is next, and looks again, until nothing is left to do. Adapter: it waits, and
holds a lock.

Between two steps nothing is remembered but whether a step does anything at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from core.errors import Exit, OtherSystemFailed, UserError
from core.home import Home
from core.lock import Holder, locked
from core.message import Message, say
from core.plan import Action, Plan
from core.run import Failure
from recovery.facts import Wait, Why

LOOK_EVERY_SECONDS = 2.0
SETTLING_SECONDS = 4.0
"""A request may still be under way when its sender was killed: so long nothing is concluded."""
TIMES_IN_A_ROW = 3
"""A step that is asked for again once it was done has no effect: a defect, or somebody's hand."""

WAITS: Mapping[Why, Message] = {
    Why.PERSONS: say("two persons have to declare it"),
    Why.NO_PROVEN_COPY: say("there is no proven copy of all its volumes at the target"),
    Why.SOURCE_SILENT: say("the source does not answer"),
    Why.RESTORING: say("restores are under way"),
    Why.PLACE_IN_LINE: say("it waits for its turn"),
}
PASSES_BY_ITSELF = frozenset({Why.RESTORING, Why.PLACE_IN_LINE})


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is next for one: to be done, to be waited for, or nothing."""

    who: str
    step: Action | Wait | None


@contextmanager
def alone(home: Home, name: str, holder: Holder) -> Iterator[None]:
    """Nobody else is at it, and nothing is under way any more of who was killed at it.

    Raises: OtherSystemFailed where somebody is.
    """
    with locked(home, name, holder) as killed:
        if killed is not None:
            time.sleep(SETTLING_SECONDS)
        yield


def step_by_step(
    look: Callable[[], Sequence[Ahead]],
    do: Callable[[Plan], Sequence[Failure]],
    is_over: Callable[[], bool] = lambda: False,
) -> list[Failure]:
    """Until nothing is left to do, or its time `is_over`; why it came to a stop, if it did.

    Raises: UserError where something is waited for that does not come by itself; OtherSystemFailed
    where a step has no effect, or the time is over; and whatever `look` raises.
    """
    last: list[str] = []
    while True:
        ahead = look()
        if is_over() and any(one.step is not None for one in ahead):
            raise OtherSystemFailed(
                say("it took longer than it may, and begins no more; run it again, and it goes on")
            )
        actions = tuple(one.step for one in ahead if isinstance(one.step, Action))
        if actions:
            last = [*last, ", ".join(one.subject for one in actions)][-TIMES_IN_A_ROW:]
            if len(last) == TIMES_IN_A_ROW and len(set(last)) == 1:
                raise OtherSystemFailed(
                    say(
                        "{step}: done {count} times, and nothing comes of it; look at "
                        "`kumiai failover status`",
                        step=last[0],
                        count=TIMES_IN_A_ROW,
                    )
                )
            failures = list(do(Plan(actions)))
            if failures:
                return failures
            continue
        waits = [one for one in ahead if isinstance(one.step, Wait)]
        for one in waits:
            assert isinstance(one.step, Wait)
            if one.step.why not in PASSES_BY_ITSELF:
                why = WAITS[one.step.why]
                raise UserError(say("{stack}: {why}", stack=one.who, why=why), Exit.RULE_BROKEN)
        if not waits:
            return []
        time.sleep(LOOK_EVERY_SECONDS)
