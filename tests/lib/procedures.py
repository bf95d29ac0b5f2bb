"""A world in which procedures run: things that are so or not, and a power cut at any moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from core.errors import Exit, OtherSystemFailed
from core.message import Message, say
from core.plan import Action, Plan, Run
from core.run import Failure
from runbooks.around import Act, Done, Look, Values
from runbooks.procedure import Accepts, Procedure, Step
from runbooks.progress import State, Turn, progress_of
from runbooks.record import Record, What
from runbooks.runner import Runner
from runbooks.store import read_procedures
from runbooks.vocabulary import ActName, LookName
from runbooks.work import Stop
from tests.lib.definitions import ROOT

START = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
PROCEDURES = {name: read.value for name, read in read_procedures(ROOT)[0].items()}
"""The shipped ones."""
PARTS = ("one", "two")
"""Each act changes two things, so that it may be cut off between them."""

Planning = Callable[[Values, Done], Plan]


class Killed(BaseException):
    """The power is cut."""


@dataclass
class Model:
    """What was written and what was done, and how often; it lives on when a process is killed."""

    procedure: Procedure
    id: str = "run-1"
    lines: list[Record] = field(default_factory=list)
    done_acts: list[tuple[str, str, str]] = field(default_factory=list)
    """Key, act, subject: what kumiai's own journal keeps as done."""
    effects: Counter[str] = field(default_factory=Counter)
    seconds: int = 0
    moments: int = 0
    killed_at: int | None = None
    full_at: int | None = None
    """The line at which the disk is full; there is room again for whoever asks once more."""
    added: int = 0
    told: list[Message] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Acts, by subject, that fail."""
    false: set[LookName] = field(default_factory=set)
    """Looks that find something."""

    def moment(self) -> None:
        """One at which the power may be cut."""
        self.moments += 1
        if self.moments == self.killed_at:
            raise Killed

    def now(self) -> datetime:
        self.seconds += 1
        return START + timedelta(seconds=self.seconds)

    # As a journal: cut before a line is on disk, or after.
    def records(self) -> list[Record]:
        return list(self.lines)

    def add(self, record: Record) -> None:
        self.moment()
        self.added += 1
        if self.added == self.full_at:
            raise OtherSystemFailed(say("the journal cannot be written: No space left on device"))
        self.lines.append(record)
        self.moment()

    def keep(self, file: str) -> str:
        return f"files/{file}"

    # As hands.
    def carry(self, plan: Plan, run: Run, at_once: int | None, limit_minutes: int) -> list[Failure]:
        for action in plan.actions:
            self.moment()
            if action.subject in self.refused:
                return [Failure(action, say("Nova says no"), Exit.OTHER_SYSTEM_FAILED)]
            if self.lines[-1].what not in (What.STEP_BEGUN, What.UNDO_BEGUN):
                raise AssertionError(f"{action.subject} is done unrecorded")
            self.effects[action.subject] += 1
            self.moment()
            self.done_acts.append((run.id, action.act, action.subject))
            self.moment()
        return []

    def done(self, keys: Collection[str]) -> Done:
        return [(act, subject) for key, act, subject in self.done_acts if key in keys]

    # As a desk.
    def step(self, name: str, step: Step, number: int, count: int) -> None: ...

    def tell(self, message: Message) -> None:
        self.told.append(message)

    def answers(self, name: str, step: Step) -> Mapping[str, str] | None:
        texts = {
            Accepts.YES: "yes",
            Accepts.NUMBER: "1",
            Accepts.DAY: "2026-11-26",
            Accepts.TEXT: "佐藤",
            Accepts.FILE: "receipt.pdf",
        }
        return {one: texts[answer.accepts] for one, answer in step.answers.items()}

    @property
    def acts(self) -> Mapping[ActName, Act]:
        return {name: Act(self._planning(name)) for name in ActName}

    @property
    def looks(self) -> Mapping[LookName, Look]:
        return {name: self._looking(name) for name in LookName}

    def _planning(self, name: ActName) -> Planning:
        """By the world: an act whose effect is there already is planned no more."""

        def plan(values: Values, done: Done) -> Plan:
            actions = (self._action(name, part) for part in PARTS)
            return Plan(tuple(one for one in actions if not self.effects[one.subject]))

        return plan

    def _action(self, name: ActName, part: str) -> Action:
        subject = f"{name} {part}"
        title = say("{subject}", subject=subject)
        return Action(str(name), subject, title, title, lambda turn: None, title, ())

    def _looking(self, name: LookName) -> Look:
        def look(values: Values) -> Iterator[Message]:
            if name in self.false:
                yield say("{look} is not so", look=str(name))

        return look

    def begun(self) -> None:
        facts = {
            "procedure": "p",
            "sha256": "0",
            "values": {},
            "signer": "sato-key",
            "forecast": {},
        }
        self.lines.append(Record(self.now(), "sato", What.RUN_BEGUN, facts=facts))

    def runner(self, who: str = "sato", signer: Mapping[str, str] | None = None) -> Runner:
        return Runner(
            *(self.id, self.procedure, self, self, self, self.acts, self.looks, who, self.now),
            signer or {},
        )

    def approve(self, step: str) -> None:
        facts = {"approver": "suzuki", "key": "5"}
        self.lines.append(Record(self.now(), "suzuki", What.APPROVED, step, facts=facts))


def ran(model: Model) -> Stop:
    """To its end, with somebody who approves whatever waits for it."""
    while True:
        stop = model.runner().go_on()
        if stop.turn is not Turn.APPROVER:
            return stop
        model.approve(stop.step)


def begun(procedure: Procedure, killed_at: int | None = None) -> Model:
    model = Model(procedure, killed_at=killed_at)
    model.begun()
    return model


def states(model: Model) -> dict[str, State]:
    return {name: seen.state for name, seen in progress_of(model.lines).steps.items()}


def moments(procedure: Procedure) -> int:
    model = begun(procedure)
    ran(model)
    return model.moments
