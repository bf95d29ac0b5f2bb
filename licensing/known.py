"""What is known about licences, from the papers and the ledger. Adapter."""

from __future__ import annotations

from datetime import datetime

from core.errors import Exit, ProblemsFound
from licensing.change.licensing import Licensing, licensing_of, needed_since
from licensing.ledger.ledger import Ledger
from licensing.papers.licences import Licences
from licensing.papers.used_rules import changed_after_use, counted_by
from tenants.definitions import Definitions


def known_at(
    ledger: Ledger,
    licences: Licences,
    definitions: Definitions,
    at: datetime,
    *,
    believed_at: datetime | None = None,
    since: datetime | None = None,
) -> Licensing:
    """What is known, or was at `believed_at`, as far as it matters for positions from `at` on.

    With `since` also what matters for positions from then on.

    Raises: ProblemsFound (exit 11) where a rule was changed after its first use.
    """
    need_unchanged_rules(ledger, licences, definitions, at)
    needed = needed_since(licences, since or at)
    entries = ledger.believed(believed_at, needed)
    return licensing_of(licences, definitions, entries, ledger.looks(needed))


def need_unchanged_rules(
    ledger: Ledger, licences: Licences, definitions: Definitions, now: datetime
) -> None:
    """A rule never changes after its first use, or the past would be counted anew.

    Raises: ProblemsFound (exit 11) with every rule, and every site's region, that did.
    """
    changed = ledger.changed_since_first_use(counted_by(licences, definitions), now)
    if changed:
        raise ProblemsFound(changed_after_use(licences, definitions, changed), Exit.RULE_BROKEN)
