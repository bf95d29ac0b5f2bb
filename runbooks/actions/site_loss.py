"""What two persons have declared of a lost site is carried out, as one act. Adapter.

`failing_over.py` does it, step by step; here are the declarations that still hold, and how far they
are, for a procedure that knows only the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    return _carrying_out(given, holding(given(), site))


def fail_over_of(given: Callable[[], Given], slug: str) -> Plan:
    """The same for one municipality. Whoever is declared with it in one paper comes along.

    Raises: as `fail_over`.
    """
    return _carrying_out(given, holding_of(given(), slug))


def _carrying_out(given: Callable[[], Given], papers: Iterable[Declaration]) -> Plan:
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


def holding_of(given: Given, slug: str) -> list[Declaration]:
    """The newest declaration of a municipality, where it is one of a loss."""
    newest = moves_of(given.home.definitions).get(slug)
    return [] if newest is None or newest.is_planned else [newest]


def not_done(moves: Moves) -> list[str]:
    """Those that do not run at the target yet. Raises: as `fail_over`."""
    return [one.moving.slug for one in moves.look() if not isinstance(one.next, Done)]
