"""Asks the licences before `kumiai up` acts, and records who decided otherwise."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.licence.moments import licensing_now
from cli.session import Session
from core.errors import Exit, UserError
from core.journal import Entry, append
from core.message import say

if TYPE_CHECKING:
    from infra.stacks.work import StackWork
    from licensing.change.effect import Effect
    from licensing.change.gate import SiteToday, Wish
    from tenants.definitions import Definitions


def ask_licences(
    session: Session,
    definitions: Definitions,
    works: Sequence[StackWork],
    override: str,
    *,
    execute: bool,
) -> bool:
    """Say what the plan does to licences; whether it may go on.

    With `override` it always may, and the journal keeps who decided so and why.

    Raises: UserError (exit 11) where it would violate and is to be executed.
    """
    from licensing.change.gate import effects_of

    known = licensing_now(session)
    effects = effects_of(
        known,
        _wishes(works),
        _today(session, works),
        definitions.catalogue.value,
        session.now(),
    )
    subject = ", ".join(work.stack for work in works)
    return decided(session, effects, subject, override, execute=execute)


def decided(
    session: Session, effects: Sequence[Effect], subject: str, override: str, *, execute: bool
) -> bool:
    """The same for any change whose effects are known; `subject` is what the journal names."""
    from licensing.change.effect import objection, told

    for effect in effects:
        session.say(say("licences: {effect}", effect=told(effect)))
    against = objection(effects)
    if against is None:
        return True
    if override.strip():
        entry = Entry(
            session.now(), getpass.getuser(), "override-licence", subject, override, str(against)
        )
        append(session.home.journal, entry)
        session.say(say("the licences are overridden, and the journal says by whom and why"))
        return True
    if execute:
        raise UserError(against, Exit.RULE_BROKEN)
    session.complain(against)
    return False


def _wishes(works: Sequence[StackWork]) -> list[Wish]:
    from infra.stacks.work import MemberWork
    from licensing.change.gate import Wish

    return [
        Wish(
            work.member.slug,
            work.site.name,
            {server.name: server.vcpu for server in work.blueprint.servers},
        )
        for work in works
        if isinstance(work, MemberWork)
    ]


def _today(session: Session, works: Sequence[StackWork]) -> dict[str, SiteToday]:
    """What each site has that is to be built; a site that stands nowhere yet is not named."""
    from infra.engine.state import read_state
    from infra.stacks.standing import standing_of
    from infra.stacks.work import SiteWork
    from licensing.change.gate import SiteToday

    found: dict[str, SiteToday] = {}
    for work in works:
        state = read_state(session.home, work.stack) if isinstance(work, SiteWork) else None
        if state is not None:
            standing = standing_of(state)
            found[work.site.name] = SiteToday(standing.hosts, standing.fences)
    return found
