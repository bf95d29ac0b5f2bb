"""What is done of one step: looked at, begun, done, looked at again, taken back. Adapter.

Each is written down before it is begun. Which step it is `runner.py` says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.errors import Exit, UserError
from core.language import Language
from core.message import Message, Named, say
from core.plan import Action, Plan, Run
from core.run import Failure
from core.translation import translation
from runbooks.around import Act, Desk, Hands, Journal, Look, Values
from runbooks.forecast import told
from runbooks.procedure import Accepts, Procedure, Step
from runbooks.progress import Progress, State, StepSeen, Turn, deviation, progress_of
from runbooks.record import REASON_JA, Record, What, key_of
from runbooks.vocabulary import ActName, LookName


@dataclass(frozen=True, slots=True)
class Stop:
    """Why the runner stopped: all is done, somebody's turn has come, or something is not well."""

    turn: Turn
    step: str = ""
    why: tuple[Message, ...] = ()
    exit_code: Exit = Exit.DONE


@dataclass(frozen=True, slots=True)
class Work:
    """One person at one run, whatever its step."""

    id: str
    procedure: Procedure
    journal: Journal
    hands: Hands
    desk: Desk
    acts: Mapping[ActName, Act]
    looks: Mapping[LookName, Look]
    who: str
    clock: Callable[[], datetime]
    signer: Mapping[str, str] = field(default_factory=dict)
    """By which name and key they sign; nothing where they have no key here."""

    @property
    def progress(self) -> Progress:
        return progress_of(self.journal.records())

    def write(
        self,
        what: What,
        step: str = "",
        reason: str = "",
        facts: Mapping[str, object] | None = None,
    ) -> None:
        self.journal.add(Record(self.clock(), self.who, what, step, reason, facts or {}))

    def ask(self, name: str, step: Step, progress: Progress) -> Stop | None:
        against = self._against(step.check, progress.values)
        if against:
            return self._held_up(name, against)
        answers = self.desk.answers(name, step)
        if answers is None:
            return Stop(Turn.PERSON, name)
        differs = self._against(step.verify, progress.values)
        if differs:
            return self._held_up(name, differs)
        told = {
            one: self.journal.keep(text) if step.answers[one].accepts is Accepts.FILE else text
            for one, text in answers.items()
        }
        self.write(What.ANSWERED, name, facts={"answers": told})
        return None

    def act(self, name: str, step: Step, progress: Progress) -> Stop | None:
        seen = progress.steps.get(name, StepSeen())
        if not seen.touched:
            against = self._against(step.check, progress.values)
            if against:
                return self._held_up(name, against)
        key = key_of(self.id, name, seen.again)
        try:
            due = self._due(step, progress, key)
        except UserError as error:
            return self._failed(name, [error.message], error.exit_code, begun=seen.touched)
        self._tell_deviation(name, progress, due, seen)
        if seen.state is not State.BEGUN:
            self.write(What.STEP_BEGUN, name, facts={"key": key, "acts": told(due)})
        act = self.acts[_need(step.act)]
        if due.actions:
            run = Run(key, self.who, f"{progress.reason} ({self.id} {name})", self.clock())
            try:
                failures = self.hands.carry(due, run, act.at_once, step.limit_minutes)
            except UserError as error:
                return self._failed(name, [error.message], error.exit_code, begun=True)
            if failures:
                return self._failed(name, _reasons(failures), failures[0].exit_code, begun=True)
        differs = self._against(step.verify, progress.values)
        if differs:
            return self._failed(name, differs, Exit.WORLD_DIFFERS, begun=True, differs=True)
        self.write(What.STEP_DONE, name, facts={"acts": told(due)})
        return None

    def _due(self, step: Step, progress: Progress, key: str) -> Plan:
        """What is to be done now: the plan by the world as it is, without what was done before.

        Raises: UserError where there is an objection, or nobody can say.
        """
        plan = self.acts[_need(step.act)].plan(progress.values, ())
        for objection in plan.objections:
            raise UserError(objection.why, objection.exit_code)
        return self._left(plan, key)

    def _left(self, plan: Plan, key: str) -> Plan:
        """The plan without what was done under this key before a kill."""
        before = set(self.hands.done([key]))
        actions = [one for one in plan.actions if (one.act, one.subject) not in before]
        gone = {one.subject for one in plan.actions} - {one.subject for one in actions}
        return replace(plan, actions=tuple(_without(one, gone) for one in actions))

    def _tell_deviation(self, name: str, progress: Progress, due: Plan, seen: StepSeen) -> None:
        if name not in progress.forecast or seen.touched:
            return
        more, less = deviation(progress.forecast[name], told(due))
        if not more and not less:
            return
        self.write(What.DEVIATED, name, facts={"more": more, "less": less})
        self.desk.tell(
            say(
                "{step} does otherwise than the plan said when the run began: more {more}; "
                "less {less}",
                step=name,
                more=tuple(more) or "–",
                less=tuple(less) or "–",
            )
        )

    def undo(self, name: str) -> Stop | None:
        step, progress = self.procedure.steps[name], self.progress
        if step.undo is None:
            why = _named(step)
            self.write(What.NOT_UNDONE, name, why.en, {REASON_JA: why.ja})
            self.desk.tell(say("{step} stays as it is: {why}", step=name, why=why))
            return None
        seen = progress.steps[name]
        keys = [key_of(self.id, name, again) for again in range(seen.again + 1)]
        run = Run(
            key_of(self.id, f"undo {name}", 0),
            self.who,
            f"taking back {name} of {self.id}",
            self.clock(),
        )
        self.write(What.UNDO_BEGUN, name)
        act = self.acts[step.undo]
        try:
            plan = self._left(act.plan(progress.values, self.hands.done(keys)), run.id)
            failures = self.hands.carry(plan, run, act.at_once, step.limit_minutes)
            against = _reasons(failures)
        except UserError as error:
            against = [error.message]
        if against:
            self._write_why(What.UNDO_FAILED, name, against)
            return Stop(Turn.ABORT, name, tuple(against), Exit.UNDO_FAILED)
        self.write(What.UNDONE, name)
        self.desk.tell(say("{step} is taken back", step=name))
        return None

    def _against(self, looks: Iterable[LookName], values: Values) -> list[Message]:
        """What is not as it should be; whoever cannot be asked is not as it should be."""
        found: list[Message] = []
        for look in looks:
            try:
                found += self.looks[look](values)
            except UserError as error:
                found.append(error.message)
        return found

    def _held_up(self, name: str, why: list[Message]) -> Stop:
        self._write_why(What.HELD_UP, name, why)
        return Stop(Turn.PERSON, name, tuple(why), Exit.WORLD_DIFFERS)

    def _failed(
        self, name: str, why: list[Message], code: Exit, *, begun: bool, differs: bool = False
    ) -> Stop:
        what = What.STEP_FAILED if begun else What.HELD_UP
        self._write_why(what, name, why, {"differs": True} if differs else {})
        return Stop(Turn.KUMIAI, name, tuple(why), code)

    def _write_why(
        self,
        what: What,
        name: str,
        why: Iterable[Message],
        facts: Mapping[str, object] | None = None,
    ) -> None:
        """In both languages: whoever takes the run over may read the other one."""
        messages = list(why)
        japanese = "; ".join(one.text(translation(Language.JA)) for one in messages)
        self.write(
            what, name, "; ".join(map(str, messages)), {**(facts or {}), REASON_JA: japanese}
        )


def _need(act: ActName | None) -> ActName:
    if act is None:
        raise ValueError("a step of nobody's; runbooks/rules.py lets none pass")
    return act


def _without(action: Action, gone: Collection[str]) -> Action:
    """The action, waiting for nothing that was done before."""
    return replace(action, after=tuple(one for one in action.after if one not in gone))


def _named(step: Step) -> Named:
    reason = step.no_undo
    return Named("", "") if reason is None else Named(reason.ja, reason.en)


def _reasons(failures: Iterable[Failure]) -> list[Message]:
    return [say("{subject}: {why}", subject=one.action.title, why=one.why) for one in failures]
