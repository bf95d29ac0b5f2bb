"""Carries a procedure out, step by step, until it is done or waits for somebody. Adapter.

What comes next is `progress.py`'s to say, each time anew from the journal; `work.py` does it.
Nothing is kept in memory between two steps, so that a run that was killed anywhere is resumed by
running it again.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import Exit, UserError
from core.message import say
from runbooks.approval import need_key, need_no_approver
from runbooks.progress import Next, Progress, Turn, next_of, not_yours, to_undo
from runbooks.record import What
from runbooks.work import Stop, Work


@dataclass(frozen=True, slots=True)
class Runner(Work):
    """One person with one run."""

    def go_on(self) -> Stop:
        """Every step that may be done now, one after the other.

        Raises: UserError where somebody else holds the run, or the clock is wrong.
        """
        while True:
            progress = self.progress
            self._need_mine(progress)
            stop = self._one(progress, next_of(self.procedure, progress))
            if stop is not None:
                return stop

    def skip(self, name: str, reason: str) -> None:
        """Let the step that comes next be.

        Raises: as `go_on`; UserError where it is not its turn, or an approval: whoever could let
        that be would need nobody's.
        """
        progress = self.progress
        self._need_mine(progress)
        following = next_of(self.procedure, progress)
        if following.step != name:
            raise UserError(
                say(
                    "{step} is not what comes next; that is {next}",
                    step=name,
                    next=following.step or "–",
                )
            )
        if following.turn is Turn.APPROVER:
            raise UserError(
                say("{step} is somebody else's to approve; nobody skips that", step=name),
                Exit.RULE_BROKEN,
            )
        self.write(What.SKIPPED, name, reason)

    def abort(self, reason: str) -> Stop:
        """Take back what was done, the last first; what nothing takes back is told.

        Raises: as `go_on`; UserError where the run was done.
        """
        progress = self.progress
        if progress.end is What.ABORTED:
            return Stop(Turn.ENDED)
        self._need_going(progress)
        self._need_mine(progress)
        if not progress.aborting:
            self.write(What.ABORTING, reason=reason)
        for name in to_undo(self.procedure, self.progress):
            failed = self.undo(name)
            if failed is not None:
                return failed
        self.write(What.ABORTED, reason=reason)
        return Stop(Turn.ENDED)

    def take_over(self, reason: str) -> None:
        """The run is this person's from now on.

        Raises: UserError where the run has ended; as `need_key`; where they approved it.
        """
        progress = self.progress
        self._need_going(progress)
        need_key(progress.procedure, self.procedure, self.signer)
        need_no_approver(progress, self.who, self.signer)
        facts = {**self.signer, "from": progress.holder}
        self.write(What.TAKEN_OVER, reason=reason, facts=facts)

    def _need_going(self, progress: Progress) -> None:
        if progress.end is not None:
            raise UserError(
                say("{run} has ended; what is still to be done is another run", run=self.id),
                Exit.RULE_BROKEN,
            )

    def _need_mine(self, progress: Progress) -> None:
        if progress.end is not None:
            return
        why = not_yours(self.procedure, progress, self.who, self.clock())
        if why is not None:
            raise UserError(why, Exit.RULE_BROKEN)
        if progress.holder != self.who:
            self.take_over("its time was over")

    def _one(self, progress: Progress, following: Next) -> Stop | None:
        name = following.step
        match following.turn:
            case Turn.ENDED | Turn.ABORT:
                return Stop(following.turn)
            case Turn.NOBODY:
                self.write(What.RUN_DONE)
                return Stop(Turn.ENDED)
        step = self.procedure.steps[name]
        order = self.procedure.in_order
        self.desk.step(name, step, order.index(name) + 1, len(order))
        if following.turn is not Turn.KUMIAI and name not in progress.steps:
            self.write(What.STEP_BEGUN, name)
        match following.turn:
            case Turn.APPROVER:
                return Stop(Turn.APPROVER, name)
            case Turn.PERSON:
                return self.ask(name, step, progress)
            case _:
                return self.act(name, step, progress)
