"""Opens the papers and the ledger for whoever asks before an act. Adapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.eras import JAPAN
from core.errors import Exit, ProblemsFound
from core.home import Home
from core.message import Message
from licensing.change.gate import SiteToday, Wish, effects_of, objection
from licensing.change.world import licensing_of, needed_since
from licensing.ledger.ledger import Ledger, sqlite_url
from licensing.papers.store import Licences, read_licences
from licensing.papers.used_rules import changed_after_use, rules_in_use
from tenants.definitions import Definitions

LEDGER_URL = "KUMIAI_LEDGER_URL"
"""A database other than `var/ledger.sqlite`: `postgresql+psycopg://…`."""


def ledger_of(home: Home, environment: Mapping[str, str]) -> Ledger:
    """The ledger of this home, made and brought to today's schema where that is due.

    Raises: OtherSystemFailed where the database does not answer.
    """
    return Ledger.opened(environment.get(LEDGER_URL) or sqlite_url(home.ledger))


def need_unchanged_rules(ledger: Ledger, licences: Licences, now: datetime) -> None:
    """A rule never changes after its first use, or the past would be counted anew.

    Raises: ProblemsFound (exit 11) with every rule that did.
    """
    changed = ledger.rules_changed(rules_in_use(licences), now)
    if changed:
        raise ProblemsFound(changed_after_use(licences, changed), Exit.RULE_BROKEN)


def objection_to(
    home: Home,
    environment: Mapping[str, str],
    definitions: Definitions,
    wishes: Sequence[Wish],
    today: Mapping[str, SiteToday],
) -> Message | None:
    """Why members' servers, or a site's hosts, may not be built; None where they may.

    Raises: ProblemsFound where a file about licences is wrong.
    """
    licences, problems = read_licences(home.definitions)
    if problems:
        raise ProblemsFound(problems)
    at = datetime.now(JAPAN)
    ledger = ledger_of(home, environment)
    need_unchanged_rules(ledger, licences, at)
    known = licensing_of(
        licences, definitions, ledger.believed(ended_after=needed_since(licences, at))
    )
    return objection(effects_of(known, wishes, today, definitions.catalogue.value, at))
