"""What `up` would change in a stack, without changing anything. Adapter: runs previews."""

from __future__ import annotations

from core.errors import OtherSystemFailed
from core.home import Home
from core.message import Message, say
from core.plan import Preview, Run
from infra.engine.process import Pulumi
from infra.engine.resources import NOTHING
from infra.engine.state import read_state
from infra.stacks.changes import from_preview, of_new
from infra.stacks.guard import object_name
from infra.stacks.runner import log_of, not_yet_refreshed, why_not
from infra.stacks.work import SiteWork, StackWork


def preview_of(home: Home, work: StackWork, run: Run) -> Preview:
    """What it comes to, and line by line."""
    if work.fate.against is not None:
        return Preview(work.fate.against, failed=True)
    if not work.exists:
        if isinstance(work, SiteWork):
            return Preview(say("everything is new"))
        return Preview(say("everything is new"), of_new(work.blueprint).lines())
    pending = (read_state(home, work.stack) or NOTHING).pending
    if pending:
        # A preview of such a state would be wrong: what is in the cloud is not known yet.
        return Preview(
            say(
                "the last run was killed while {count} objects were being made; "
                "they are looked up and taken over first",
                count=len(pending),
            )
        )
    if work.refresh:
        try:
            against = not_yet_refreshed(home, work)
        except OtherSystemFailed as error:
            against = error.message
        if against is not None:
            return Preview(against, failed=True)
    outcome = Pulumi(home, work.stack, run.id, log_of(home, run, work.stack)).preview(work.refresh)
    if not outcome.done:
        return Preview(why_not(outcome, work.site.name), failed=True)
    changes = from_preview(outcome.output)
    return Preview(
        say("no change") if changes.none else say("{count} objects", count=len(changes.all)),
        changes.lines()
        + tuple(
            say("  {object} is retired and would go with its data", object=object_name(resource))
            for resource in work.fate.retired
        )
        + _kept(work),
    )


def _kept(work: StackWork) -> tuple[Message, ...]:
    """The volumes that stand larger than the files ask for."""
    if isinstance(work, SiteWork):
        return ()
    return tuple(
        say(
            "  {object} keeps its {standing} GiB, although the files ask for {drawn}: "
            "no volume shrinks",
            object=name,
            standing=standing,
            drawn=drawn,
        )
        for name, (standing, drawn) in work.larger.items()
    )
