"""Takes a member's stack down, with everything of the member's at its site. Adapter.

The project goes last, once it was seen to be empty: until then whatever still stands can be found
by it, and the same command goes on wherever it was killed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cloud.asked import asked
from core.errors import Exit, UserError
from core.home import Home
from core.message import Message, say
from core.plan import Turn
from infra import kinds
from infra.engine.process import Pulumi
from infra.engine.resources import NOTHING
from infra.engine.state import read_state
from infra.remains.clearance import empty, take_away, take_away_held, take_away_settings
from infra.remains.parting import Parting, parted
from infra.remains.things import Own, Standing, is_neutrons, own_of
from infra.remains.told import still_standing
from infra.removal import Logins
from infra.resume.put_in_order import put_in_order
from infra.stacks.digest import forget_applied
from infra.stacks.runner import Tell, changes_told, demand, log_of, naming
from tenants.member import Member
from tenants.site import Site


@dataclass(frozen=True, slots=True)
class Departure:
    """Of whom, from where. `named` are ids of what somebody else made and a person has let go."""

    member: Member
    site: Site
    stack: str
    named: frozenset[str]
    logins: Callable[[], Logins]
    look: Callable[[Logins, Own], Standing]
    stop_copying: Callable[[], None]
    """Of the member's containers, at every site."""

    @property
    def subject(self) -> Message:
        return say("{member} at {site}", member=self.member.name.ja, site=self.site.name)


def tear_down(home: Home, departure: Departure, turn: Turn, tell: Tell) -> None:
    """Nothing of the member's is left at the site, data included.

    Raises: UserError with what keeps it from that; what is gone by then is gone.
    """
    log = log_of(home, turn.run, departure.stack)
    pulumi = Pulumi(home, departure.stack, turn.run.id, log)
    with naming(log):
        exists = read_state(home, departure.stack) is not None
        if exists:
            put_in_order(pulumi, turn.killed, departure.site, tell)
            forget_applied(home, departure.stack)
        own = _own(home, departure)
        standing = _cleared(departure, own, turn)
        if exists and own.project and not standing.project:
            with asked(departure.site.name):
                take_away_settings(departure.logins().site, own.project)
            demand(pulumi.remove_stack(whatever_it_says=True), departure.site.name)
        elif exists:
            _destroyed(home, departure, pulumi, turn)


def _own(home: Home, departure: Departure) -> Own:
    return own_of(read_state(home, departure.stack) or NOTHING)


def _cleared(departure: Departure, own: Own, turn: Turn) -> Standing:
    """What stands once everything is away that Pulumi cannot take away, or that is in its way."""
    departure.stop_copying()
    logins = departure.logins()
    with asked(departure.site.name):
        parting = parted(departure.look(logins, own), own, departure.named)
        _nothing_undecided(parting)
        for thing in parting.before:
            take_away(logins, thing)
            turn.changed(thing.called)
        servers = (one for one in parting.own if one.kind == kinds.SERVER.word)
        for thing in take_away_held(logins, servers):
            turn.changed(thing.called)
        for container in parting.containers:
            assert logins.member is not None  # they were seen with it
            empty(logins.member, container.name)
            turn.changed(container.name)
        left = departure.look(logins, own)
    again = parted(left, own, departure.named)
    _nothing_undecided(again)
    if again.before:
        raise UserError(still_standing(again.before), Exit.WORLD_DIFFERS)
    return left


def _nothing_undecided(parting: Parting) -> None:
    """Raises: UserError where something was made since the plan, or was carried by what is gone."""
    if parting.undecided:
        raise UserError(still_standing(parting.undecided), Exit.WORLD_DIFFERS)


def _destroyed(home: Home, departure: Departure, pulumi: Pulumi, turn: Turn) -> None:
    site, reason = departure.site.name, turn.run.reason
    told = changes_told(turn)
    demand(pulumi.unprotect_all(), site)
    state = read_state(home, departure.stack) or NOTHING
    project = [one for one in state.resources if one.type == kinds.PROJECT.token]
    if project:
        demand(pulumi.destroy(told, reason, but=[one.urn for one in project]), site)
        logins = departure.logins()
        with asked(site):
            standing = departure.look(logins, _own(home, departure))
            left = [
                one
                for one in standing.things
                if one.kind != kinds.PROJECT.word and not is_neutrons(one)
            ]
            if left:
                raise UserError(still_standing(left), Exit.WORLD_DIFFERS)
            take_away_settings(logins.site, project[0].id)
    demand(pulumi.destroy(told, reason), site)
    demand(pulumi.remove_stack(), site)
