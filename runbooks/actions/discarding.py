"""What moves have set aside is deleted, by a person's word. Adapter: Cinder, Swift, both sites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from blueprint.naming import stack_name
from cloud.logins import clouds_of
from core.errors import OtherSystemFailed
from core.message import Message, say
from core.plan import Action, Objection, Plan, Turn
from recovery import past_moves
from recovery.coverage import Kept
from recovery.declaration import declarations
from recovery.services import CINDER, SWIFT, Services
from recovery.set_aside import Aside, aside_of, why_it_stays
from runbooks.actions.given import Given
from runbooks.actions.protected import kept, protected, source
from runbooks.actions.retention import NO_WAY_BACK

SECONDS = 300
FREE = "available"


@dataclass(frozen=True, slots=True)
class _There:
    """Something that was set aside, where it lies."""

    aside: Aside
    volume: str
    """Its id; empty of a container."""
    gib: int
    state: str

    @property
    def told(self) -> Message:
        if not self.volume:
            return say("container {name}", name=self.aside.name)
        return say("{name} ({gib} GiB)", name=self.aside.name, gib=self.gib)


def discard(given: Given, members: Sequence[str]) -> Plan:
    """What moves of these members have set aside, at both sites, goes where a proven copy has what
    took its place; what has to stay is told with the reason.

    Raises: OtherSystemFailed where the site that holds the copies does not answer.
    """
    built = clouds_of(given.home)
    actions: list[Action] = []
    notes: list[Message] = []
    kept_back: list[Message] = []
    for slug in members:
        known = _Known.of(given, slug)
        for site in given.definitions.sites_of(given.definitions.need_member(slug)):
            stack = stack_name(slug, site)
            if stack not in built:
                continue
            try:
                there = list(_set_aside(source(given, stack)))
            except OtherSystemFailed as silent:
                notes.append(silent.message)
                continue
            stays = [(one, known.why_it_stays(one)) for one in there]
            kept_back += [why for _, why in stays if why is not None]
            gone = [one for one, why in stays if why is None]
            if gone:
                actions.append(_discarding(given, stack, site, gone))
    if actions:
        return Plan(tuple(actions), (*notes, *kept_back))
    nothing = () if kept_back else (say("no move has set anything aside"),)
    return Plan((), (*notes, *nothing), tuple(Objection(why) for why in kept_back))


def _set_aside(services: Services) -> Iterator[_There]:
    for row in services.rows(CINDER, "/volumes/detail?limit=1000", "volumes"):
        found = aside_of(row["name"] or "")
        if found is not None:
            yield _There(found, row["id"], row["size"], row["status"])
    for row in services.answer(SWIFT, "GET", "?format=json").json() or []:
        found = aside_of(row["name"])
        if found is not None:
            yield _There(found, "", 0, FREE)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one municipality's moves and copies."""

    declared_at: Mapping[str, datetime]
    done: frozenset[str]
    held: Sequence[Kept]

    @classmethod
    def of(cls, given: Given, slug: str) -> _Known:
        moves = [one for one in declarations(given.home.definitions) if one.counts]
        called_off = {one.paper.id for one in moves if one.called_off}
        return cls(
            {one.paper.id: one.paper.declared_at for one in moves if slug in one.paper.members},
            frozenset(past_moves.done_by(given.home, slug) | called_off),
            [
                generation
                for one in protected(given, [slug])
                if one.held_at is not None
                for generation in kept(given, one)
            ],
        )

    def why_it_stays(self, one: _There) -> Message | None:
        if one.state != FREE:
            return say("{name}: it is {state}", name=one.aside.name, state=one.state)
        return why_it_stays(one.aside, self.declared_at, self.done, self.held)


def _discarding(given: Given, stack: str, site: str, gone: Sequence[_There]) -> Action:
    def do(turn: Turn) -> None:
        services = source(given, stack)
        for one in gone:
            _delete(services, one)
            turn.changed(one.aside.name)

    return Action(
        "failover-discard",
        stack,
        say("{stack}", stack=stack),
        say(
            "{stack}: what moves have set aside at {site} goes for good: {names}",
            stack=stack,
            site=site,
            names=tuple(one.told for one in gone),
        ),
        do,
        NO_WAY_BACK,
        (stack,),
        lane=site,
        mends=True,
    )


def _delete(services: Services, one: _There) -> None:
    name = one.aside.name
    if not one.volume:
        services.container_gone(name)
        return
    what = say("{volume} is being deleted", volume=name)
    services.gone_for_good(CINDER, f"/volumes/{one.volume}", what, SECONDS)
