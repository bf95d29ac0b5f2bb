"""The steps of a move, each done so that it may be done again. Adapter: both sites, Pulumi, files.

Which one is next is said by `recovery/failover.py` alone.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from core.errors import Exit, UserError
from core.files import write_whole
from core.home import Home
from core.message import Message, say
from core.plan import Turn
from infra.engine.process import Pulumi
from infra.resume.put_in_order import put_in_order
from infra.rim.pairing import renew_key
from infra.stacks.adoption import adopt, let_go, volumes_at_risk
from infra.stacks.digest import forget_applied
from infra.stacks.runner import log_of
from infra.verify.whole import record_verified, verify_sites
from recovery.declaration import fences
from recovery.facts import Act, Do
from recovery.landing import Landing
from recovery.standing_servers import cut_off, removed, servers_in
from runbooks.actions import backups
from runbooks.actions.move_report import report_of
from runbooks.actions.moves import Moving, adopted_ids
from runbooks.actions.planned_steps import PLANNED_HANDS, PLANNED_SAID, Hand
from runbooks.actions.stacks import up
from runbooks.actions.within import carried_within
from tenants.definitions import PLACEMENT_FILE
from tenants.placing import written


def do(moving: Moving, step: Do, turn: Turn) -> None:
    """Raises: UserError with why it could not be done."""
    hand = PLANNED_HANDS.get(step.act) if moving.paper.is_planned else None
    hand = hand or HANDS.get(step.act)
    if hand is not None:
        hand(moving, step, turn)
        return
    is_known = landed(moving.landing, step, turn)
    assert is_known, step


def said_of(moving: Moving, act: Act) -> Message:
    """What it does, for a person."""
    return (PLANNED_SAID.get(act) if moving.paper.is_planned else None) or SAID[act]


def locks_of(moving: Moving, act: Act) -> tuple[str, ...]:
    """What nobody else may change meanwhile, another member of the same move neither."""
    if act in {Act.ADOPT, Act.REMOVE_STALE, Act.SET_ASIDE}:
        return (moving.stack,)
    return ("moves",) if act in {Act.PROVE, Act.TELL} else ()


def landed(landing: Landing, step: Do, turn: Turn) -> bool:
    """Whether it was a step of the volumes alone, which a move and a trial have in common.

    Raises: UserError with why it could not be done.
    """
    match step.act:
        case Act.COPY:
            landing.copy(turn.changed)
        case Act.RECORD:
            landing.record()
        case Act.SET_ASIDE:
            landing.set_aside(step.volume)
        case Act.RESTORE:
            landing.restore(step.volume)
        case Act.COMPARE:
            landing.compare(step.volume)
        case _:
            return False
    return True


def _renew_key(moving: Moving, step: Do, turn: Turn) -> None:
    renew_key(moving.given.home, moving.slug, moving.paper.target, moving.paper.id)


def _fence(moving: Moving, step: Do, turn: Turn) -> None:
    cut_off(moving.administrator(moving.source), moving.blueprint.project)


def _remove_stale(moving: Moving, step: Do, turn: Turn) -> None:
    """Out of the stack's state first: a server that is gone and is known there would be missed."""
    administrator, project = moving.administrator(moving.target), moving.blueprint.project
    let_go(_pulumi(moving, turn), [one["id"] for one in servers_in(administrator, project)])
    removed(administrator, project)


def _set_aside(moving: Moving, step: Do, turn: Turn) -> None:
    let_go(_pulumi(moving, turn), moving.landing.earlier(step.volume))
    moving.landing.set_aside(step.volume)


def _discard(moving: Moving, step: Do, turn: Turn) -> None:
    why = moving.landing.why_failed(step.volume)
    moving.given.tell(
        say(
            "{volume} at {site} is not what it should be, and goes: {why}",
            volume=step.volume,
            site=moving.paper.target,
            why=why,
        )
    )
    moving.landing.discard(step.volume, adopted_ids(moving))


def _adopt(moving: Moving, step: Do, turn: Turn) -> None:
    """All that are equal: one preview says how each is written."""
    home, site = moving.given.home, moving.paper.target
    put_in_order(_pulumi(moving, turn), turn.killed, moving.target, moving.given.tell)
    known = adopted_ids(moving)
    volumes = {name: id_ for name, id_ in moving.landing.equal().items() if id_ not in known}
    with _placed_for_a_look(moving) as moved:
        planned = Pulumi(moved, moving.stack, turn.run.id, log_of(home, turn.run, moving.stack))
        adopt(planned, _pulumi(moving, turn), volumes, site)
    for name in volumes:
        turn.changed(name)


def _bring_objects(moving: Moving, step: Do, turn: Turn) -> None:
    moving.objects.bring(turn.changed)


def _place(moving: Moving, step: Do, turn: Turn) -> None:
    # It may have run there before, by the very same files.
    forget_applied(moving.given.home, moving.stack)
    _write_placement(moving, moving.given.home.definitions)


def _start(moving: Moving, step: Do, turn: Turn) -> None:
    """`up`, once it is seen that it makes and replaces no volume."""
    at_risk = volumes_at_risk(_pulumi(moving, turn), moving.paper.target)
    if at_risk:
        raise UserError(
            say(
                "`up` would make, replace or delete {volumes} at {site}, and nothing is started; "
                "look at `kumiai up {member} --site {site}`",
                volumes=tuple(at_risk),
                site=moving.paper.target,
                member=moving.slug,
            ),
            Exit.RULE_BROKEN,
        )
    plan = up(
        moving.given,
        [moving.slug],
        moving.paper.target,
        refresh=False,
        override=moving.override,
        # Its servers stand still until this is done, a planned move's as well.
        in_emergency=True,
    )
    carried_within(moving.given.home, plan, turn)


def _verify(moving: Moving, step: Do, turn: Turn) -> None:
    given, site = moving.given, moving.paper.target
    fenced = fences(given.home.definitions)
    [found] = verify_sites(given.home, given.definitions, [site], [moving.slug], fenced)
    record_verified(given.home, given.definitions, [found], [moving.slug], given.clock())
    if found.failure is not None:
        raise found.failure
    missing = [one for one in found.differences if not one.is_extra]
    if missing:
        raise UserError(
            say(
                "{stack} does not stand as agreed: {count} differences; see "
                "`kumiai verify {member} --site {site}`",
                stack=moving.stack,
                count=len(missing),
                member=moving.slug,
                site=site,
            ),
            Exit.WORLD_DIFFERS,
        )


def _switch_names(moving: Moving, step: Do, turn: Turn) -> None:
    write_whole(moving.hosts_file, moving.hosts)


def _tell(moving: Moving, step: Do, turn: Turn) -> None:
    if moving.paper.is_planned:
        # From here on it is copied the other way.
        carried_within(moving.given.home, backups.set_up(moving.given), turn)
    write_whole(moving.report_file, report_of(moving).text)


def _clean_up(moving: Moving, step: Do, turn: Turn) -> None:
    moving.landing.clean_up()


HANDS: Mapping[Act, Hand] = {
    Act.REMOVE_STALE: _remove_stale,
    Act.SET_ASIDE: _set_aside,
    Act.RENEW_KEY: _renew_key,
    Act.FENCE: _fence,
    Act.DISCARD: _discard,
    Act.ADOPT: _adopt,
    Act.BRING_OBJECTS: _bring_objects,
    Act.PLACE: _place,
    Act.START: _start,
    Act.VERIFY: _verify,
    Act.SWITCH_NAMES: _switch_names,
    Act.TELL: _tell,
    Act.CLEAN_UP: _clean_up,
}
"""Every step that a move may ask for, beside those of its volumes and of planned moves alone."""

SAID: Mapping[Act, Message] = {
    Act.REMOVE_STALE: say("servers of an earlier day go; their volumes are kept"),
    Act.RENEW_KEY: say("the container for copies gets another key"),
    Act.FENCE: say("its servers at the lost site are stopped and locked"),
    Act.COPY: say("objects out of the vault, each read whole and compared"),
    Act.RECORD: say("records of the copies"),
    Act.SET_ASIDE: say("a volume of an earlier day gets another name"),
    Act.DISCARD: say("what was restored and is not right goes"),
    Act.RESTORE: say("restore begins"),
    Act.COMPARE: say("what was restored is read and compared"),
    Act.ADOPT: say("the volumes become the stack's own"),
    Act.BRING_OBJECTS: say("the objects of its own containers"),
    Act.PLACE: say("tenants/placement.yaml lets it run there"),
    Act.START: say("servers, as the files say"),
    Act.VERIFY: say("compared with the files"),
    Act.SWITCH_NAMES: say("names"),
    Act.TELL: say("report"),
    Act.CLEAN_UP: say("records and copies of this move go"),
}


def _pulumi(moving: Moving, turn: Turn) -> Pulumi:
    home = moving.given.home
    return Pulumi(home, moving.stack, turn.run.id, log_of(home, turn.run, moving.stack))


@contextmanager
def _placed_for_a_look(moving: Moving) -> Iterator[Home]:
    """The files as they will be, in a folder of their own, for a preview."""
    home = moving.given.home
    with tempfile.TemporaryDirectory(prefix="kumiai-move-") as folder:
        for part in ("tenants", "infra/sites"):
            shutil.copytree(home.definitions / part, Path(folder) / part)
        _write_placement(moving, Path(folder))
        yield replace(home, definitions=Path(folder))


def _write_placement(moving: Moving, root: Path) -> None:
    file = root / PLACEMENT_FILE
    before = file.read_text(encoding="utf-8")
    placed = moving.placed_at(moving.paper.target)
    write_whole(file, written(placed.placement.value, before))
