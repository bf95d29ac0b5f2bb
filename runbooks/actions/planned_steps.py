"""The steps that a planned move has beside those of a failover: its source is alive. Adapter.

The last copy is made of servers that are stopped and locked; then a note says so, and from then on
the move's paper is the fence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.message import Message, say
from core.plan import Plan, Turn
from core.signing_key import allowed_signers
from infra.rim.pairing import Pair, give_back_key
from recovery import taken
from recovery.copying import sent_last
from recovery.declaration import lift, note_cut_off
from recovery.facts import Act, Do
from recovery.standing_servers import cut_off, servers_in, start_again
from recovery.stopped import note_stopped, stopped_of
from runbooks.actions import backups, vaults
from runbooks.actions.moves import Moving, at_source_of
from runbooks.actions.protected import Protected, protected, source
from runbooks.actions.within import carried_within

Hand = Callable[[Moving, Do, Turn], None]


def _prove(moving: Moving, step: Do, turn: Turn) -> None:
    """The newest copy, or a first one where there is none yet."""
    given, members = moving.given, [moving.slug]
    _carried(moving, backups.set_up(given), turn)
    if not any(moving.generations.values()):
        _carried(moving, backups.run(given, members), turn)
    _carried(moving, vaults.pull(given, members), turn)
    _carried(moving, vaults.prove(given, members), turn)
    moving.forget_copies()


def _stop_source(moving: Moving, step: Do, turn: Turn) -> None:
    cut_off(moving.administrator(moving.source), moving.blueprint.project)


def _copy_last(moving: Moving, step: Do, turn: Turn) -> None:
    _note_that_it_stands_still(moving, turn)
    _carried(moving, backups.run(moving.given, [moving.slug]), turn)
    _carried(moving, vaults.pull(moving.given, [moving.slug]), turn)
    moving.forget_copies()


def _note_that_it_stands_still(moving: Moving, turn: Turn) -> None:
    """With the newest generations that there are by then; who was off by himself is locked, too."""
    given, paper = moving.given, moving.paper
    administrator, project = moving.administrator(moving.source), moving.blueprint.project
    cut_off(administrator, project)
    servers = servers_in(administrator, project)
    root = given.home.definitions
    noted = stopped_of(root, paper, moving.slug)
    if noted is not None and noted.is_of(servers):
        return
    if any(taken.kept(given.home, one.group) is not None for one in _at_source(moving)):
        # What a run took that was cut off, while it ran maybe, is none of the last copies.
        _carried(moving, backups.run(given, [moving.slug]), turn)
    note_stopped(root, paper, moving.slug, servers, _newest(moving))


def _newest(moving: Moving) -> dict[str, int]:
    """By system, whether it stands at the source or in the target's vault."""
    moving.forget_copies()
    signers = allowed_signers(moving.given.home.definitions)
    found = {name: kept[-1].manifest.number for name, kept in moving.generations.items() if kept}
    for one in _at_source(moving):
        services = source(moving.given, one.group.stack)
        sent = sent_last(services, one.group.site, one.group.system, signers)
        if sent is not None:
            found[sent.system] = max(sent.number, found.get(sent.system, 0))
    return found


def _at_source(moving: Moving) -> list[Protected]:
    found = protected(moving.given, [moving.slug])
    return [one for one in found if one.group.site == moving.paper.source]


def _fence(moving: Moving, step: Do, turn: Turn) -> None:
    """Whoever started a server since its last copy has it copied once more: nothing is noted."""
    cut_off(moving.administrator(moving.source), moving.blueprint.project)
    last = moving.last_copies(at_source_of(moving))
    if last is not None:
        note_cut_off(moving.given.home.definitions, moving.paper, moving.slug, last)


def _unfence_source(moving: Moving, step: Do, turn: Turn) -> None:
    home, paper = moving.given.home, moving.paper
    lift(home.definitions, paper, moving.slug)
    give_back_key(home, Pair(moving.slug, paper.source, paper.target))


def _start_source(moving: Moving, step: Do, turn: Turn) -> None:
    start_again(moving.administrator(moving.source), moving.blueprint.project)


def _carried(moving: Moving, plan: Plan, turn: Turn) -> None:
    carried_within(moving.given.home, plan, turn)


PLANNED_HANDS: Mapping[Act, Hand] = {
    Act.PROVE: _prove,
    Act.STOP_SOURCE: _stop_source,
    Act.COPY_LAST: _copy_last,
    Act.FENCE: _fence,
    Act.UNFENCE_SOURCE: _unfence_source,
    Act.START_SOURCE: _start_source,
}

PLANNED_SAID: Mapping[Act, Message] = {
    Act.PROVE: say("the newest copy is restored for trial, while it still runs"),
    Act.STOP_SOURCE: say("its servers are stopped and locked where they run"),
    Act.COPY_LAST: say("the last copy, of servers that stand still"),
    Act.FENCE: say("it is noted that its servers are cut off, and which copies are the last"),
    Act.UNFENCE_SOURCE: say("the fence is lifted"),
    Act.START_SOURCE: say("its servers run again where they ran"),
}
