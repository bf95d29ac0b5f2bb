"""Why what is to be built may not be, asked of the papers, the site and the ledger. Adapter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from blueprint.parts import Blueprint
from cloud.site import administrator_of, silence_at
from core.eras import JAPAN
from core.errors import ProblemsFound
from core.home import Home
from core.message import Message, say
from licensing.change.effect import Verdict, objection, told
from licensing.change.gate import Today, effects_of
from licensing.collecting.looking import Asked, ages, looked
from licensing.known import known_at
from licensing.ledger.home import ledger_of
from licensing.papers.store import read_licences
from tenants.definitions import Definitions


def objection_to(
    home: Home,
    environment: Mapping[str, str],
    definitions: Definitions,
    blueprints: Sequence[Blueprint],
    today: Today,
    site: str,
    tell: Callable[[Message], None],
) -> Message | None:
    """Why members' servers, or the hosts of `site`, may not be built; None where they may.

    The site is looked at first; `tell` hears how old the ledger is at each.

    Raises: ProblemsFound where a file about licences is wrong.
    """
    licences, problems = read_licences(home.definitions)
    if problems:
        raise ProblemsFound(problems)
    at = datetime.now(JAPAN)
    ledger = ledger_of(home, environment)
    asked = Asked(
        definitions,
        lambda: ledger,
        partial(administrator_of, home),
        partial(silence_at, home),
    )
    for note in (*looked(asked, [site], at), *ages(asked, at)):
        tell(note)
    known = known_at(ledger, licences, definitions, at)
    effects = effects_of(known, blueprints, today, at)
    against = objection(effects)
    for effect in effects if against is None else ():
        if effect.before.in_breach or effect.verdict is Verdict.COSTS:
            tell(say("licences: {effect}", effect=told(effect)))
    return against
