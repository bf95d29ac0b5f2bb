"""What `up` would change, stack by stack, without changing anything. Adapter: runs previews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from core.home import Home
from core.message import Message, say
from infra.engine.process import Pulumi
from infra.engine.state import NOTHING, read_state
from infra.stacks.changes import from_preview, of_new
from infra.stacks.guard import object_name, refusal
from infra.stacks.reach import silences
from infra.stacks.runner import Run, log_of, why_not
from infra.stacks.work import SiteWork, StackWork

AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Planned:
    """One stack's plan in words: what it comes to, and line by line."""

    what: Message
    notes: tuple[Message, ...] = ()
    failed: bool = False


def plan_of(
    home: Home, works: Sequence[StackWork], run: Run
) -> Iterator[tuple[StackWork, Planned]]:
    """Each stack with its plan, in order."""
    silent = silences(home, works)

    def planned_of(work: StackWork) -> Planned:
        if work.site.name in silent:
            return Planned(silent[work.site.name], failed=True)
        return _plan(home, work, run)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        planned = pool.map(planned_of, works)
        yield from zip(works, planned, strict=True)


def _plan(home: Home, work: StackWork, run: Run) -> Planned:
    if work.fate.refused:
        return Planned(refusal(work.fate.refused), failed=True)
    if not work.exists:
        if isinstance(work, SiteWork):
            return Planned(say("everything is new"))
        return Planned(say("everything is new"), of_new(work.blueprint).lines())
    pending = (read_state(home, work.stack) or NOTHING).pending
    if pending:
        # A preview of such a state would be wrong: what is in the cloud is not known yet.
        return Planned(
            say(
                "the last run was killed while {count} objects were being made; "
                "they are looked up and taken over first",
                count=len(pending),
            )
        )
    outcome = Pulumi(home, work.stack, run.id, log_of(home, run, work.stack)).preview(work.refresh)
    if not outcome.done:
        return Planned(why_not(outcome, work), failed=True)
    changes = from_preview(outcome.output)
    return Planned(
        say("no change") if changes.none else say("{count} objects", count=len(changes.all)),
        changes.lines()
        + tuple(
            say("  {object} is retired and would go with its data", object=object_name(resource))
            for resource in work.fate.retired
        ),
    )
