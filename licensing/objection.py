"""Why what is to be built may not be, asked of the papers and the ledger. Adapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from blueprint.parts import Blueprint
from core.eras import JAPAN
from core.errors import ProblemsFound
from core.home import Home
from core.message import Message
from licensing.change.effect import objection
from licensing.change.gate import Today, effects_of
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
) -> Message | None:
    """Why members' servers, or a site's hosts, may not be built; None where they may.

    Raises: ProblemsFound where a file about licences is wrong.
    """
    licences, problems = read_licences(home.definitions)
    if problems:
        raise ProblemsFound(problems)
    at = datetime.now(JAPAN)
    known = known_at(ledger_of(home, environment), licences, definitions, at)
    return objection(effects_of(known, blueprints, today, at))
