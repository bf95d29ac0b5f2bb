"""Planned moves: whom a switchover or a failback concerns, and what speaks against it. Adapter.

`failing_over.py` carries them out as it does a failover. A paper is one person's; a move that was
stopped half-way is gone on with by its own paper.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from core.errors import Exit, UserError
from core.message import Message, say
from core.plan import Objection, Plan, Turn
from recovery.declaration import (
    MOVES,
    Declaration,
    Declared,
    call_off,
    declarations,
    need,
    sign,
)
from recovery.facts import Done, Move
from recovery.plan import FailoverPlan
from recovery.readiness import refused, too_small
from runbooks.actions.failing_over import Moves, as_one_act, members_of
from runbooks.actions.failover import failover_plans, need_systems
from runbooks.actions.given import Given
from runbooks.actions.room_there import without_room
from tenants.member import Member

FORMS = {move: form for form, move in MOVES.items()}


@dataclass(frozen=True, slots=True)
class Planned:
    """A move that may be begun, or one that was and `goes_on`; and what it would be."""

    paper: Declaration
    goes_on: bool
    plan: FailoverPlan | None
    """None where it has come so far that nothing runs at the source any more."""


def planned(given: Given, move: Move, members: Sequence[str], reason: str) -> list[Planned]:
    """By the way that they go, the most urgent first.

    Raises: UserError where one of them does not run where it would be moved from, has nothing that
    could be moved, or is on its way back since its move was called off.
    """
    begun = [_need_wanted(one) for one in _under_way(given, move, members)]
    found = [Planned(paper, True, _plan_of(given, paper)) for paper in begun]
    going = {slug for paper in begun for slug in members_of(given, paper)}
    ways: dict[tuple[str, str], list[str]] = {}
    for slug in members:
        if slug not in going:
            ways.setdefault(_way(given, move, slug), []).append(slug)
    for (source, target), slugs in ways.items():
        [plan] = failover_plans(given, source, slugs)
        need_systems(plan, slugs)
        paper = Declaration.model_validate(
            {
                "form": FORMS[move],
                "source": source,
                "target": target,
                "members": tuple(one.member for one in plan.members),
                "declared_at": given.now,
                "reason": reason or "–",
            }
        )
        found.append(Planned(paper, False, plan))
    return found


def against(given: Given, one: Planned, override: str) -> Iterator[Message]:
    """Why it may not be begun. What has stopped servers already is not kept from going on."""
    if one.goes_on or one.plan is None:
        return
    silence = given.silence_of(given.home, given.definitions.need_site(one.paper.source))
    if silence is not None:
        yield say(
            "{why}; a planned move needs both sites: if {site} is lost, two persons declare it",
            why=silence,
            site=one.paper.source,
        )
    else:
        yield from without_room(given, one.paper)
    yield from too_small(one.plan.room)
    if not override.strip():
        yield from refused(one.plan.licences)


def move(given: Callable[[], Given], kind: Move, slug: str) -> Plan:
    """One member's planned move as one act; whoever is there already is left alone.

    Raises: OtherSystemFailed where a site refuses to say what stands there.
    """
    here = given()
    member = here.definitions.need_member(slug)
    is_home = _active(here, slug) == member.home_site
    is_there = is_home is (kind is Move.FAILBACK)
    if is_there and not any(_under_way(here, kind, [slug])):
        return Plan(notes=(say("{member} is there already", member=slug),))
    found = planned(here, kind, [slug], "")
    return Plan(
        tuple(as_one_act(f"{kind}", one.paper, partial(_begun, given, one)) for one in found),
        (),
        tuple(Objection(why) for one in found for why in against(here, one, "")),
    )


def _begun(given: Callable[[], Given], one: Planned, turn: Turn) -> Moves:
    """Signed by who carries it out, where it is new."""
    if one.goes_on:
        return Moves(given, one.paper)
    paper = one.paper.model_copy(update={"reason": turn.run.reason or one.paper.reason})
    sign(given().home, paper)
    return Moves(given, paper)


def called_off(given: Given, identifier: str, why: str) -> Declaration:
    """The planned move ends where it began.

    Raises: UserError where there is none of this id, or where one of its members runs at the target
    by the files already: it is moved back by another one.
    """
    paper = need_planned(given, identifier)
    call_off(given.home.definitions, paper, why)
    return paper


def need_planned(given: Given, identifier: str) -> Declaration:
    """Raises: as `called_off`."""
    paper = need(given.home.definitions, identifier).paper
    if not paper.is_planned:
        raise UserError(
            say("{id} is no planned move; what two persons declared stands", id=identifier),
            Exit.RULE_BROKEN,
        )
    placed = [slug for slug in paper.members if _active(given, slug) == paper.target]
    if placed:
        raise UserError(
            say(
                "{members} run at {target} by the files already; go on with "
                "`kumiai failover run {id}`, and move them back afterwards",
                members=tuple(placed),
                target=paper.target,
                id=identifier,
            ),
            Exit.RULE_BROKEN,
        )
    return paper


def _under_way(given: Given, move: Move, members: Collection[str]) -> Iterator[Declared]:
    """The moves of that kind that still move any of these, and are not done."""
    found = declarations(given.home.definitions)
    for one in (one for one in found if one.counts and one.paper.move is move):
        is_theirs = not set(members).isdisjoint(members_of(given, one.paper))
        if is_theirs and not _is_done(given, one.paper):
            yield one


def _is_done(given: Given, paper: Declaration) -> bool:
    return all(isinstance(one.next, Done) for one in Moves(lambda: given, paper).look())


def _need_wanted(one: Declared) -> Declaration:
    """Raises: UserError where somebody called it off: going on with it leads back."""
    if one.called_off:
        raise UserError(
            say(
                "move {id} was called off, and not all of it is back yet; end that first with "
                "`kumiai failover run {id}`",
                id=one.paper.id,
            ),
            Exit.RULE_BROKEN,
        )
    return one.paper


def _plan_of(given: Given, paper: Declaration) -> FailoverPlan | None:
    plans = failover_plans(given, paper.source, paper.members)
    return plans[0] if plans else None


def _way(given: Given, move: Move, slug: str) -> tuple[str, str]:
    """From where to where. Raises: as `planned`."""
    member = given.definitions.need_member(slug)
    source, home = _active(given, slug), member.home_site
    if move is Move.SWITCHOVER and source != home:
        raise UserError(
            say(
                "{member} runs at {site} already, away from {home}; `kumiai failback {member}` "
                "brings it home",
                member=slug,
                site=source,
                home=home,
            ),
            Exit.RULE_BROKEN,
        )
    if move is Move.FAILBACK and source == home:
        raise UserError(
            say("{member} runs at {home}, where it is at home", member=slug, home=home),
            Exit.RULE_BROKEN,
        )
    target = home if move is Move.FAILBACK else _stands_by(given, member, source)
    return source, target


def _active(given: Given, slug: str) -> str:
    active = given.definitions.active_sites(given.definitions.need_member(slug))
    if len(active) != 1:
        raise UserError(
            say("{member} runs at no one site by the files", member=slug), Exit.RULE_BROKEN
        )
    return active[0]


def _stands_by(given: Given, member: Member, source: str) -> str:
    target = given.definitions.other_site(member, source)
    if target is None:
        raise UserError(say("no site stands by for {member}", member=member.slug), Exit.RULE_BROKEN)
    return target
