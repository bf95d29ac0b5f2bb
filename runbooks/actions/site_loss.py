"""What two persons have declared of a lost site is carried out, as one act. Adapter.

`failing_over.py` does it, step by step; here are the declarations that still hold, and how far they
are, for a procedure that knows only the site.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from core.plan import Plan, Turn
from recovery.declaration import Declaration, moves_of
from recovery.facts import Done
from runbooks.actions.failing_over import Moves, as_one_act
from runbooks.actions.given import Given


def fail_over(given: Callable[[], Given], site: str) -> Plan:
    """Whoever was declared to have lost the site runs again elsewhere; who does is left alone.

    Raises: OtherSystemFailed where the site that stands by refuses to say what is there.
    """
    papers = holding(given(), site)
    moves = [Moves(given, paper) for paper in papers]
    return Plan(
        tuple(
            as_one_act("fail-over", one.paper, partial(_as_declared, one))
            for one in moves
            if not_done(one)
        )
    )


def _as_declared(moves: Moves, turn: Turn) -> Moves:
    return moves


def holding(given: Given, site: str) -> list[Declaration]:
    """The declarations that count, of which no later one took every municipality."""
    newest = moves_of(given.home.definitions).values()
    holding = {one.id: one for one in newest if one.source == site and not one.is_planned}
    return sorted(holding.values(), key=lambda one: (one.declared_at, one.id))


def not_done(moves: Moves) -> list[str]:
    """Those that do not run at the target yet. Raises: as `fail_over`."""
    return [one.moving.slug for one in moves.look() if not isinstance(one.next, Done)]
