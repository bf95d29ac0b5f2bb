"""Which servers the books let be started a second time, for trial. Adapter: the ledger.

Where they run stays as it is, so each is one more; none is started that would have to be paid for.
"""

from __future__ import annotations

from collections.abc import Sequence

from blueprint.parts import ServerPlan
from licensing.change.change import NewServer
from licensing.change.dearest import starts
from licensing.change.effect import Verdict, touched
from licensing.change.gate import judged
from licensing.change.licensing import Licensing
from runbooks.actions.given import Given


def allowed(
    given: Given, member: str, site: str, servers: Sequence[ServerPlan]
) -> list[ServerPlan]:
    """Raises: OtherSystemFailed where the ledger does not answer."""
    if not any(one.role.products for one in servers):
        return list(servers)
    known = given.licensing()
    found: list[ServerPlan] = []
    for one in servers:
        if _is_allowed(given, known, [_once_more(each, member, site) for each in (*found, one)]):
            found.append(one)
    return found


def _is_allowed(given: Given, known: Licensing, servers: Sequence[NewServer]) -> bool:
    changes = starts(known, known.world, servers, given.now)
    effects = touched(judged(known, changes, given.now))
    return all(one.verdict is Verdict.ALLOWED for one in effects)


def _once_more(server: ServerPlan, member: str, site: str) -> NewServer:
    return NewServer(f"{server.name} for trial", member, server.role, server.vcpu, site)
