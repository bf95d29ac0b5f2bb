"""Brings one stack up: put in order, run, remember. Adapter.

Lock and journal are the plan's (`core/run.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cloud.refusals import is_silence, silence_there
from core.errors import Exit, OtherSystemFailed, UserError
from core.files import is_the_machines, not_written
from core.home import Home
from core.message import Message, say
from core.plan import Run, Turn
from infra.engine.process import RUN_SECONDS, Event, Outcome, Pulumi
from infra.engine.reasons import reason_of
from infra.kinds import PROVIDER
from infra.resume.put_in_order import clear_dead_lock, put_in_order
from infra.stacks.digest import forget_applied, record_applied
from infra.stacks.guard import object_name
from infra.stacks.misnamed import misnamed_networks
from infra.stacks.work import SiteWork, StackWork

Tell = Callable[[Message], None]

CHANGING = frozenset({"create", "update", "delete", "replace"})
"""Pulumi's words for steps that change an object, beside `same`, `read` and `refresh`."""


def log_of(home: Home, run: Run, stack: str) -> Path:
    return home.logs / run.log_folder / f"{stack}.log"


def bring_up(home: Home, work: StackWork, turn: Turn, tell: Tell) -> None:
    """The stack becomes what its files say. Raises: UserError with why it did not."""
    log = log_of(home, turn.run, work.stack)
    pulumi = Pulumi(home, work.stack, turn.run.id, log)
    on_event = changes_told(turn)
    with naming(log):
        if work.fate.against is not None:
            raise UserError(work.fate.against)
        cut_off = work.exists and put_in_order(pulumi, turn.killed, work.site, tell)
        if not work.exists:
            demand(pulumi.create_stack(), work.site.name)
        forget_applied(home, work.stack)
        for resource in work.fate.retired:
            demand(pulumi.unprotect(resource.urn), work.site.name)
            tell(
                say(
                    "{subject}: {object} is retired and goes with its data",
                    subject=work.subject,
                    object=object_name(resource),
                )
            )
        why = turn.run.reason or "kumiai up"

        def up(*, refresh: bool) -> Outcome:
            if refresh and (against := not_yet_refreshed(home, work)) is not None:
                raise UserError(against)
            return pulumi.up(on_event, why, refresh)

        outcome = up(refresh=work.refresh or cut_off)
        if clear_dead_lock(pulumi, outcome.errors, tell):
            outcome = up(refresh=True)
        demand(outcome, work.site.name)
        record_applied(home, work.stack, work.digest)


def not_yet_refreshed(home: Home, work: StackWork) -> Message | None:
    """Why Pulumi may not read back what stands; None where it may. Raises: as Nova is asked."""
    if isinstance(work, SiteWork):
        return None
    return misnamed_networks(home, work.blueprint, work.site)


@contextmanager
def naming(log: Path) -> Iterator[None]:
    """Whatever goes wrong with a stack is said with the log that tells more."""
    try:
        yield
    except UserError as error:
        raise _with_log(error, log) from error
    except OSError as error:
        if not is_the_machines(error):
            raise
        raise _with_log(not_written(error.filename, error), log) from error


def _with_log(error: UserError, log: Path) -> UserError:
    """What is no exit code of its own counts as another system's.

    A site's silence is said as of a site that is named already, and no log tells more of it.
    """
    if is_silence(error.message):
        return OtherSystemFailed(silence_there(error.message))
    code = Exit.OTHER_SYSTEM_FAILED if error.exit_code is Exit.USAGE else error.exit_code
    return UserError(say("{why} (log: {log})", why=error.message, log=log), code)


def changes_told(turn: Turn) -> Callable[[Event], None]:
    def on_event(event: Event) -> None:
        metadata = event.get("resOutputsEvent", {}).get("metadata", {})
        if metadata.get("op") in CHANGING and str(metadata.get("type")).startswith(PROVIDER):
            turn.changed(str(metadata["urn"]).rsplit("::", 1)[-1])

    return on_event


def why_not(outcome: Outcome, site: str) -> Message:
    """Why a run of Pulumi on a stack of the site failed."""
    return reason_of(outcome.errors, outcome.timed_out, RUN_SECONDS, site)


def demand(outcome: Outcome, site: str) -> None:
    """Raises: OtherSystemFailed with the reason where Pulumi failed."""
    if outcome.exit_code < 0 and not outcome.timed_out:
        raise OtherSystemFailed(say("Pulumi was killed; run it again, and it goes on from there"))
    if not outcome.done:
        raise OtherSystemFailed(why_not(outcome, site))
