"""Carries moves out, step by step: look, ask which step is next, do it, look again. Adapter.

Between two steps nothing is remembered. A run that is killed is gone on with by the same command,
from what it finds; two at the same time are kept apart by one lock.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import Event

from core.errors import Exit, OtherSystemFailed, UserError
from core.lock import Holder
from core.message import Message, say
from core.plan import Action, Plan, Run, Turn
from core.run import Failure, Watcher, carry_out
from recovery.coverage import Kept
from recovery.declaration import Declaration, declarations, need
from recovery.facts import Act, Do, Done, Extent, Facts, Next, Wait
from recovery.failover import next_of_all
from runbooks.actions import steps
from runbooks.actions.failover import failover_plans
from runbooks.actions.given import Given
from runbooks.actions.move_report import MOVE, subject_of
from runbooks.actions.moves import Moving, facts_of
from runbooks.actions.stepwise import WAITS, Ahead, alone, step_by_step


@dataclass(frozen=True, slots=True)
class Standing:
    """A member of a declaration: what is true, and what is next."""

    moving: Moving
    facts: Facts
    next: Next


@dataclass(frozen=True)
class Moves:
    """A declaration that is carried out. `given` reads the files anew: a step changes them."""

    given: Callable[[], Given]
    paper: Declaration
    override: str = ""
    _vaults: dict[str, dict[str, list[Kept]]] = field(default_factory=dict)

    def look(self) -> list[Standing]:
        """Every member whose file can be read, in the order in which they go.

        Raises: OtherSystemFailed where the target refuses to say.
        """
        given = self.given()
        answers = _answers(given, self.paper.source)
        moving = {
            slug: Moving(
                given, self.paper, given.definitions.need_member(slug), self.override, self._vaults
            )
            for slug in members_of(given, self.paper)
            if slug not in given.definitions.unreadable_members
        }
        facts = {slug: facts_of(one, source_answers=answers) for slug, one in moving.items()}
        at_once = given.definitions.recovery.value.rates.at_once
        found = next_of_all(self.paper.move, facts, self.paper.members, at_once)
        return [Standing(moving[slug], facts[slug], found[slug]) for slug in found]

    @property
    def unread(self) -> Message | None:
        """Of whom nobody knows how far they are, since their files are broken."""
        given = self.given()
        unread = set(members_of(given, self.paper)) & set(given.definitions.unreadable_members)
        if not unread:
            return None
        return say(
            "{members}: left out, and nobody knows whether they run, since their files are "
            "broken; see `kumiai check`",
            members=tuple(sorted(unread)),
        )


def members_of(given: Given, paper: Declaration) -> list[str]:
    """Whom no later declaration moves. What a move once asked for is no longer to be done."""
    newest = {
        member: one.paper.id
        for one in declarations(given.home.definitions)
        if one.counts and (one.paper.id == paper.id or not one.called_off)
        for member in one.paper.members
    }
    return [slug for slug in paper.members if newest.get(slug, paper.id) == paper.id]


def declared(given: Given, identifier: str) -> Declaration:
    """The declaration, which two persons have signed. Raises: UserError where they have not, or
    where all of its members were moved again since."""
    found = need(given.home.definitions, identifier)
    if not found.counts:
        raise UserError(
            say(
                "declaration {id} is signed by {persons} alone; another person signs it with "
                "`kumiai failover confirm {id}`",
                id=identifier,
                persons=tuple(found.persons) or "–",
            ),
            Exit.RULE_BROKEN,
        )
    if not members_of(given, found.paper):
        raise UserError(
            say(
                "all that {id} moves were moved again since; there is nothing to do", id=identifier
            ),
            Exit.RULE_BROKEN,
        )
    return found.paper


def who_moves(given: Given, source: str, members: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Where those go that run at `source` (of the `members` only, if any are named), and who they
    are, the most urgent first.

    Raises: UserError where none of them runs there, nothing stands by for it, or not one site does.
    """
    plans = [plan for plan in failover_plans(given, source, members) if plan.members]
    if not plans:
        raise UserError(say("nobody of those runs there"))
    if len(plans) > 1:
        raise UserError(
            say(
                "they would go to {sites}; name those of one of them, and declare the others after",
                sites=tuple(plan.target for plan in plans),
            )
        )
    [plan] = plans
    return plan.target, tuple(one.member for one in plan.members)


def carried_out(
    moves: Moves,
    run: Run,
    do: Callable[[Plan], Sequence[Failure]],
    is_over: Callable[[], bool] = lambda: False,
) -> list[Failure]:
    """Step by step until nothing is left to do; why it came to a stop, if it did.

    Raises: UserError where something is waited for that does not come by itself; OtherSystemFailed
    where a site refuses to say what stands there, or where another run is at it.
    """

    def look() -> list[Ahead]:
        standing = moves.look()
        need_one_site(standing)
        return [_ahead(one, run) for one in standing]

    with _alone(moves, run):
        return step_by_step(look, do, is_over)


def as_one_act(act: str, paper: Declaration, begin: Callable[[Turn], Moves]) -> Action:
    """The whole of a move, for a procedure; `begin` says which when its turn comes.

    Stopped, it ends between two of its steps.
    """
    over = Event()

    def do(turn: Turn) -> None:
        moves = begin(turn)
        home, at_once = moves.given().home, len(paper.members)
        failures = carried_out(
            moves,
            turn.run,
            lambda plan: carry_out(home, plan, turn.run, Watcher(), at_once),
            over.is_set,
        )
        for failure in failures:
            raise UserError(
                say("{subject}: {why}", subject=failure.action.title, why=failure.why),
                failure.exit_code,
            )

    what = say(
        "from {source} to {target}: {members}",
        source=paper.source,
        target=paper.target,
        members=tuple(paper.members),
    )
    return Action(
        act,
        paper.id,
        what,
        what,
        do,
        say("whoever runs at the other site comes back by a move of its own"),
        (),
        stop=lambda run: over.set(),
    )


def said(one: Standing) -> Message:
    """What is next, for a person."""
    match one.next:
        case Do(act, volume):
            what = steps.said_of(one.moving, act)
            if volume:
                return say("{what} ({volume})", what=what, volume=volume)
            return what
        case Wait(why):
            return WAITS[why]
        case Done():
            if one.facts.called_off and not one.facts.placed:
                return say("called off; it runs where it ran")
            return say("it runs there")


def need_one_site(standing: Sequence[Standing]) -> None:
    """Raises: OtherSystemFailed where a member runs at both sites and nothing would cut it off."""
    for one in standing:
        both = one.facts.source_answers and one.facts.source is not Extent.NONE
        cut = isinstance(one.next, Do) and one.next.act is Act.FENCE
        if both and one.facts.target is not Extent.NONE and not cut:
            raise OtherSystemFailed(
                say(
                    "{member} runs at {source} and at {target}; stop its servers at {source} now",
                    member=one.moving.slug,
                    source=one.moving.paper.source,
                    target=one.moving.paper.target,
                )
            )


def _ahead(one: Standing, run: Run) -> Ahead:
    match one.next:
        case Do():
            return Ahead(one.moving.stack, _action(one, run))
        case Wait():
            return Ahead(one.moving.stack, one.next)
        case Done():
            return Ahead(one.moving.stack, None)


def _action(one: Standing, run: Run) -> Action:
    step, moving = one.next, one.moving
    assert isinstance(step, Do)

    def do(turn: Turn) -> None:
        steps.do(moving, step, turn)

    return Action(
        MOVE,
        subject_of(moving.stack, step.act, step.volume),
        say("{member}: {what}", member=moving.member.name.ja, what=said(one)),
        say("{member}: {what}", member=moving.member.name.ja, what=said(one)),
        do,
        say("the next step is asked of what stands"),
        steps.locks_of(moving, step.act),
        lane=moving.paper.target,
        mends=True,
    )


def _alone(moves: Moves, run: Run) -> AbstractContextManager[None]:
    holder = Holder.this(run.id, run.started_at, MOVE, moves.paper.id)
    return alone(moves.given().home, f"{MOVE}.{moves.paper.id}", holder)


def _answers(given: Given, name: str) -> bool:
    """Whether the site accepts connections. One to which this machine has no entry is silent: all
    that is known of it is what two persons have declared."""
    try:
        return given.silence_of(given.home, given.definitions.need_site(name)) is None
    except UserError:
        return False
