"""A member brought up for trial where it would move to, beside itself, and cleared away. Adapter.

`recovery/failover.py` says which step is next, as of a move. A paper is written before anything is
made and goes once nothing is left; whoever finds one clears away what it tells of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta
from functools import partial

from core.errors import UserError
from core.home import Home
from core.lock import Holder
from core.message import Message, say
from core.plan import Action, Plan, Run, Turn
from core.run import Failure, Watcher, carry_out, new_run
from recovery import trials
from recovery.facts import Act, Do, Done, Volume, Wait
from recovery.failover import next_of_trial
from recovery.restoring import Trial as Emptied
from recovery.vault_accounts import administrator_in
from runbooks.actions.given import Given
from runbooks.actions.move_report import subject_of
from runbooks.actions.steps import SAID, landed
from runbooks.actions.stepwise import Ahead, alone, step_by_step
from runbooks.actions.trial_report import trial_told
from runbooks.actions.trying import TRIAL, Trying, paper_of

Carry = Callable[[Plan], Sequence[Failure]]

TRIAL_SAID: Mapping[Act, Message] = {
    Act.ISOLATE: say("a project of its own, whose networks lead nowhere"),
    Act.START_TRIAL: say("servers, on what was restored"),
    Act.JUDGE: say("what is there is looked at"),
    Act.STOP_TRIAL: say("its servers go"),
    Act.DISCARD: say("what was restored for trial goes"),
    Act.CLEAN_UP: say("the trial's project goes, with all that is left in it"),
}
"""Where it is another thing than in a move."""


def begin(
    given: Given, slug: str, run: Run, before: datetime | None, carry: Carry
) -> list[Failure]:
    """The member is brought up for trial, looked at, and cleared away; what a killed trial of it
    left goes first. What it came to stands in `recovery/trials.py`.

    Raises: UserError where it cannot be tried; OtherSystemFailed where a site refuses, and whatever
    was made is cleared away then, or told by `kumiai failover status` where that fails too.
    """
    with _alone(given.home, slug, run):
        failures = _cleared(given, slug, carry)
        if failures:
            return failures
        trying = Trying(given, paper_of(given, slug, run, before))
        trying.services  # noqa: B018  # nothing is begun that nobody could log in to
        trials.keep(given.home, trying.paper)
        try:
            failures = _through(trying, carry, ended=False)
        except BaseException:
            with suppress(UserError):  # the first reason is the one to tell
                _cleared(given, slug, carry)
            raise
        return failures + _cleared(given, slug, carry)


def as_one_act(given: Given, slug: str) -> Plan:
    """The whole of a trial, for a procedure. Raises: UserError where it cannot be tried."""
    found = paper_of(given, slug, new_run(""), None)

    def do(turn: Turn) -> None:
        failures = begin(
            given,
            slug,
            turn.run,
            None,
            lambda plan: carry_out(given.home, plan, turn.run, Watcher()),
        )
        for failure in failures:
            raise UserError(
                say("{subject}: {why}", subject=failure.action.title, why=failure.why),
                failure.exit_code,
            )

    what = say("{member} at {site} for trial, beside itself", member=slug, site=found.site)
    undo = say("what was restored for trial is taken away by the act itself")
    return Plan((Action(TRIAL, slug, what, what, do, undo, (), lane=found.site),))


def not_tried(given: Given, slug: str) -> Iterator[Message]:
    """Why no trial of the last day found the member well."""
    told = trials.newest_of(given.home, slug)
    if told is None or given.now - told.trial.began_at > timedelta(days=1):
        yield say("{member} was not tried in the last day", member=slug)
    elif not told.is_well:
        yield say(
            "the trial of {member} found what is not as it should be; see `kumiai failover status`",
            member=slug,
        )


def clear(given: Given, slug: str, run: Run, carry: Carry) -> list[Failure]:
    """What a killed trial left goes. Raises: as `begin`."""
    with _alone(given.home, slug, run):
        return _cleared(given, slug, carry)


def _alone(home: Home, slug: str, run: Run) -> AbstractContextManager[None]:
    return alone(home, f"{TRIAL}.{slug}", Holder.this(run.id, run.started_at, TRIAL, slug))


def _cleared(given: Given, slug: str, carry: Carry) -> list[Failure]:
    """Nothing stands of the member's trial any more, and its paper goes."""
    for paper in trials.left(given.home, [slug]):
        trying = Trying(given, paper)
        if failures := _through(trying, carry, ended=True):
            return failures
        trials.forget(given.home, slug)
    return []


def _through(trying: Trying, do: Carry, *, ended: bool) -> list[Failure]:
    at_once = trying.given.definitions.recovery.value.rates.at_once

    def look() -> list[Ahead]:
        facts = trying.facts(ended=ended)
        under_way = sum(one is Volume.RESTORING for one in facts.copies.volumes.values())
        match next_of_trial(facts, max(0, at_once - under_way)):
            case Do() as step:
                return [Ahead(trying.subject, _action(trying, step))]
            case Wait() as wait:
                return [Ahead(trying.subject, wait)]
            case Done():
                return []

    return step_by_step(look, do)


def _action(trying: Trying, step: Do) -> Action:
    what: Message = TRIAL_SAID.get(step.act) or SAID[step.act]
    if step.volume:
        what = say("{what} ({volume})", what=what, volume=step.volume)
    told = say("{member}: {what}", member=trying.moving.member.name.ja, what=what)

    def do(turn: Turn) -> None:
        _do(trying, step, turn)

    return Action(
        TRIAL,
        subject_of(trying.subject, step.act, step.volume),
        told,
        told,
        do,
        say("what was restored for trial is taken away by the act itself"),
        (),
        lane=trying.paper.site,
        mends=True,
    )


def _do(trying: Trying, step: Do, turn: Turn) -> None:
    bubble, blueprint = trying.bubble, trying.moving.blueprint
    match step.act:
        case Act.ISOLATE:
            bubble.make(blueprint.networks)
        case Act.START_TRIAL:
            bubble.start(trying.services, trying.servers, trying.landing.equal())
        case Act.JUDGE:
            trials.tell(trying.given.home, trial_told(trying))
        case Act.STOP_TRIAL:
            bubble.stop()
        case Act.DISCARD:
            trying.landing.discard(step.volume, ())
        case Act.CLEAN_UP:
            bubble.gone(partial(_empty, trying))
        case _:
            is_known = landed(trying.landing, step, turn)
            assert is_known, step


def _empty(trying: Trying) -> None:
    """Volumes, records and objects, whoever made them."""
    home, site, name = trying.given.home, trying.moving.target, trying.bubble.name
    at_once = trying.given.definitions.recovery.value.rates.at_once
    with administrator_in(home, site, name) as importer:
        Emptied(trying.services, site.backup_driver, importer, at_once).empty()
