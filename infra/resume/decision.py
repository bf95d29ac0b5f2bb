"""What becomes of an object whose making was cut off. Pure.

Invariant: nothing is built twice, and nothing that may hold data is removed. So an object that is
found is taken over; only one that is broken, or whose making has several steps and holds no data,
is removed and made anew; where neither is safe a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from infra.asking.sighting import Sighting
from infra.engine.resources import Pending
from infra.kinds import KINDS, Making


class Act(Enum):
    ADOPT = "adopt"
    FORGET = "forget"
    REBUILD = "rebuild"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one pending operation. `id` is the object's, where there is one."""

    act: Act
    id: str = ""


def decide(pending: Pending, seen: Sequence[Sighting]) -> Decision:
    """What to do with `pending`, given what was found in the cloud.

    Operations other than creations are forgotten: the object is in the state, and the next run
    looks at it again. So are components and providers, which are in no cloud. A type of which it
    is not known how to look for it is a person's to look for.
    """
    if pending.kind != "creating" or not pending.resource.is_in_a_cloud:
        return Decision(Act.FORGET)
    kind = KINDS.get(pending.resource.type)
    if kind is None:
        return Decision(Act.ASK)
    if kind.making is Making.SETTING or not seen:
        return Decision(Act.FORGET)
    if len(seen) > 1:
        return Decision(Act.ASK)
    found = seen[0]
    data = kind.holds_data and not found.empty
    if kind.making is Making.STEPWISE or found.broken:
        return Decision(Act.ASK if data else Act.REBUILD, found.id)
    return Decision(Act.ADOPT, found.id)


def is_looked_up(pending: Pending) -> bool:
    """Whether the cloud has to be asked at all."""
    kind = KINDS.get(pending.resource.type)
    return pending.kind == "creating" and kind is not None and kind.making is not Making.SETTING
