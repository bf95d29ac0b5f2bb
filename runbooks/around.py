"""Whom the runner deals with: a journal, hands, a desk, acts and looks. Adapter: of types alone.

A test gives it a world in memory, and cuts the power at each moment.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.message import Message
from core.plan import Plan, Run
from core.run import Failure
from runbooks.procedure import Step
from runbooks.record import Record
from runbooks.vocabulary import Kind

Values = Mapping[Kind, str]
Done = Sequence[tuple[str, str]]
"""What acts of a run did: the journal's word and subject of each."""


@dataclass(frozen=True, slots=True)
class Act:
    """How one act is planned, told what this run did already; and how many at once."""

    plan: Callable[[Values, Done], Plan]
    at_once: int | None = None


Look = Callable[[Values], Iterable[Message]]
"""What is not as it should be. Raises: UserError where nobody can say."""


class Journal(Protocol):
    """A run's own, append-only."""

    def records(self) -> list[Record]: ...

    def add(self, record: Record) -> None: ...

    def keep(self, file: str) -> str:
        """What a person gave is kept with the run; its name there, and its hash.

        Raises: UserError where it cannot be read.
        """


class Hands(Protocol):
    """What does the acts, and knows what it did."""

    def carry(
        self, plan: Plan, run: Run, at_once: int | None, limit_minutes: int
    ) -> list[Failure]: ...

    def done(self, keys: Collection[str]) -> Done: ...


class Desk(Protocol):
    """Who sits before it, if anybody does."""

    def step(self, name: str, step: Step, number: int, count: int) -> None: ...

    def answers(self, name: str, step: Step) -> Mapping[str, str] | None:
        """What the person saw; None where nobody answers now."""

    def tell(self, message: Message) -> None: ...
