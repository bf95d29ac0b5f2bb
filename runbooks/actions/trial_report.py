"""What a trial came to: what was found, and how long it took. Adapter: the site, the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from core.run import DONE
from recovery.facts import Act
from recovery.move_told import StepTold
from recovery.receipt import ProvenVolume
from recovery.standing_servers import RUNS
from recovery.trial_told import Check, Found, TrialTold
from runbooks.actions.move_report import steps_told
from runbooks.actions.trying import TRIAL, Trying


def _found(trying: Trying) -> Iterator[Found]:
    equal = trying.landing.equal().keys()
    running = {row["name"] for row in trying.bubble.servers() if row["status"] == RUNS}
    yield Found(
        check=Check.VOLUMES_EQUAL,
        against=tuple(one for one in trying.moving.volumes if one not in equal),
    )
    yield Found(
        check=Check.SERVERS_RUN,
        against=tuple(one.name for one in trying.servers if one.name not in running),
    )
    yield Found(check=Check.NOTHING_LEADS_OUT, against=tuple(trying.bubble.leads_out()))


def trial_told(trying: Trying) -> TrialTold:
    """How long it took until its data could be read, and until its servers ran."""
    steps = tuple(steps_told(trying.given.home, TRIAL, trying.subject, trying.paper.began_at))
    ends = {Act(one.step.split()[0]): one.ended for one in steps if one.outcome == DONE}
    now = trying.given.clock()
    return TrialTold(
        trial=trying.paper,
        volumes=tuple(_timed(trying, steps)),
        started=tuple(one.name for one in trying.servers),
        left_out=tuple(trying.left_out),
        found=tuple(_found(trying)),
        data_after_seconds=_seconds(trying, ends.get(Act.COMPARE, now)),
        runs_after_seconds=_seconds(trying, ends.get(Act.START_TRIAL, now)),
        steps=steps,
    )


def _seconds(trying: Trying, at: datetime) -> int:
    return max(0, round((at - trying.paper.began_at).total_seconds()))


def _timed(trying: Trying, steps: Sequence[StepTold]) -> Iterator[ProvenVolume]:
    """Each volume, from the beginning of its restore until its reading began."""
    began = {one.step: one.began for one in steps}
    for name in sorted(trying.moving.volumes):
        wanted = trying.wanted[name]
        since, until = (began.get(f"{act} {name}") for act in (Act.RESTORE, Act.COMPARE))
        yield ProvenVolume(
            name=name,
            content=wanted.leaf.content,
            gib=wanted.leaf.gib,
            objects=len(wanted.objects),
            bytes=sum(one.bytes for one in wanted.objects),
            restore_seconds=round((until - since).total_seconds()) if since and until else 0,
        )
