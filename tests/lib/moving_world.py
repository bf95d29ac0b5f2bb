"""A world in which one member moves: what a step does to it, done whole, by half or not at all.

The world is what is really there; `facts` is what somebody who looks at it sees. Each step refuses
to be done where its effect is there already, so that whatever does something twice is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from recovery.facts import Act, Copies, Do, Extent, Facts, Move, Volume

VOLUMES = ("boot", "data")

NOTHING: frozenset[str] = frozenset()
ALL = frozenset(VOLUMES)


@dataclass(frozen=True)
class World:
    """One member between two sites; its copies and volumes by the volumes' names."""

    move: Move
    declared: bool = False
    called_off: bool = False
    source_answers: bool = True
    source: frozenset[str] = ALL
    """Servers that stand there, each named after its volume."""
    source_fenced: bool = False
    last_copied: bool = False
    key_renewed: bool = False
    proven: bool = True
    checked: bool = False
    objects: frozenset[str] = NOTHING
    records: frozenset[str] = NOTHING
    volumes: tuple[Volume, ...] = (Volume.ABSENT, Volume.ABSENT)
    stale: frozenset[str] = NOTHING
    target_fenced: bool = False
    objects_there: bool = False
    placed: bool = False
    target: frozenset[str] = NOTHING
    verified: bool = False
    names_switched: bool = False
    told: bool = False

    @property
    def facts(self) -> Facts:
        return Facts(
            declared=self.declared,
            called_off=self.called_off,
            source_answers=self.source_answers,
            source=extent(self.source),
            source_fenced=self.source_fenced,
            last_copied=self.last_copied and (self.source_answers or self.source_fenced),
            key_renewed=self.key_renewed,
            copies=Copies(
                proven=self.proven,
                checked=self.checked,
                copied=extent(self.objects),
                recorded=extent(self.records),
                volumes=dict(zip(VOLUMES, self.volumes, strict=True)),
            ),
            stale=bool(self.stale),
            target_fenced=self.target_fenced,
            objects_there=self.objects_there,
            placed=self.placed,
            target=extent(self.target),
            verified=self.verified,
            names_switched=self.names_switched,
            told=self.told,
        )

    @property
    def runs_at_source(self) -> bool:
        return bool(self.source) and not self.source_fenced

    @property
    def runs_at_target(self) -> bool:
        return bool(self.target or self.stale) and not self.target_fenced

    def volume(self, name: str) -> Volume:
        return self.volumes[VOLUMES.index(name)]

    def with_volume(self, name: str, state: Volume) -> World:
        states = dict(zip(VOLUMES, self.volumes, strict=True)) | {name: state}
        return replace(self, volumes=tuple(states[one] for one in VOLUMES))


def extent(part: frozenset[str]) -> Extent:
    if not part:
        return Extent.NONE
    return Extent.ALL if part == ALL else Extent.SOME


def after(world: World, step: Do) -> Iterator[World]:
    """Every world that the step may leave behind, the one that it is meant to leave first.

    Raises: AssertionError where the step has nothing to do, or harms what must not be harmed.
    """
    yield from _copies(world, step)
    yield from _sites(world, step)
    yield from _volumes(world, step)


def _need(condition: bool) -> None:
    if not condition:
        raise AssertionError("done twice, or out of turn")


def _sites(world: World, step: Do) -> Iterator[World]:
    match step.act:
        case Act.REMOVE_STALE:
            _need(bool(world.stale))
            yield replace(world, stale=NOTHING)
            yield replace(world, stale=frozenset(sorted(world.stale)[1:]))
        case Act.STOP_SOURCE:
            _need(world.source_answers and bool(world.source))
            yield replace(world, source=NOTHING)
            yield replace(world, source=frozenset(sorted(world.source)[1:]))
        case Act.RENEW_KEY:
            _need(not world.key_renewed)
            yield replace(world, key_renewed=True)
        case Act.FENCE:
            _need(not world.source_fenced and world.declared)
            _need(world.source_answers or world.move is Move.FAILOVER)
            yield replace(world, source_fenced=True, target_fenced=False)
        case Act.UNFENCE_SOURCE:
            _need(world.source_fenced or world.key_renewed)
            yield replace(world, source_fenced=False, key_renewed=False)
            yield replace(world, key_renewed=False)
        case Act.START_SOURCE:
            _need(world.source != ALL and world.source_answers and not world.source_fenced)
            yield replace(world, source=ALL, last_copied=False)
            yield replace(world, source=frozenset({"boot"}), last_copied=False)
        case Act.BRING_OBJECTS:
            # Once it runs there its people change them.
            _need(not world.objects_there and not world.placed and not world.target)
            _need(world.source_fenced)
            yield replace(world, objects_there=True)
        case Act.PLACE:
            _need(not world.placed and world.source_fenced and world.objects_there)
            yield replace(world, placed=True)
        case Act.START:
            _need(world.target != ALL and world.placed and not world.target_fenced)
            _need(set(world.volumes) == {Volume.ADOPTED})
            yield replace(world, target=ALL)
            yield replace(world, target=frozenset({"boot"}))
        case Act.VERIFY:
            _need(not world.verified and world.target == ALL)
            yield replace(world, verified=True)
        case Act.SWITCH_NAMES:
            _need(not world.names_switched and world.verified)
            yield replace(world, names_switched=True)
        case Act.TELL:
            _need(not world.told)
            yield replace(world, told=True)


def _copies(world: World, step: Do) -> Iterator[World]:
    match step.act:
        case Act.PROVE:
            _need(not world.proven)
            yield replace(world, proven=True)
        case Act.COPY_LAST:
            _need(not world.last_copied and world.source_answers and not world.runs_at_source)
            yield replace(world, last_copied=True, proven=False, checked=False)
        case Act.CHECK:
            _need(not world.checked)
            yield replace(world, checked=True)
            if world.move is Move.FAILOVER:
                # An object of it is not what it was; an older generation may still be proven.
                yield replace(world, proven=False)
        case Act.COPY:
            _need(world.objects != ALL and world.checked)
            yield replace(world, objects=ALL)
            yield replace(world, objects=world.objects | {"boot"})
        case Act.RECORD:
            _need(world.records != ALL and world.objects == ALL)
            yield replace(world, records=ALL)
            yield replace(world, records=world.records | {"boot"})
        case Act.CLEAN_UP:
            _need(bool(world.objects or world.records))
            # A record takes its objects along when it goes.
            yield replace(world, records=NOTHING, objects=NOTHING)
            yield replace(world, records=NOTHING)
            yield replace(world, records=NOTHING, objects=world.objects - {"boot"})


def _volumes(world: World, step: Do) -> Iterator[World]:
    if step.volume == "":
        return
    state = world.volume(step.volume)
    match step.act:
        case Act.SET_ASIDE:
            _need(state is Volume.EARLIER)
            yield world.with_volume(step.volume, Volume.ABSENT)
        case Act.RESTORE:
            _need(state is Volume.ABSENT and world.objects == world.records == ALL)
            _need(world.checked)
            yield world.with_volume(step.volume, Volume.RESTORING)
        case Act.DISCARD:
            _need(state not in (Volume.EARLIER, Volume.ABSENT, Volume.RESTORING))
            _need(not world.target)
            yield world.with_volume(step.volume, Volume.ABSENT)
        case Act.COMPARE:
            _need(state is Volume.RESTORED)
            yield world.with_volume(step.volume, Volume.EQUAL)
            yield world.with_volume(step.volume, Volume.BROKEN)
        case Act.ADOPT:
            _need(state is Volume.EQUAL)
            yield world.with_volume(step.volume, Volume.ADOPTED)


def meanwhile(world: World) -> Iterator[World]:
    """What happens without anybody's step."""
    yield replace(world, source_answers=not world.source_answers)
    if not world.declared:
        yield replace(world, declared=True)
    if not world.called_off:
        yield replace(world, called_off=True)
    if not world.proven:
        yield replace(world, proven=True)  # another generation is
    if world.source_answers and not world.source_fenced and world.source != ALL:
        yield replace(world, source=ALL, last_copied=False)  # somebody starts its servers
    for name in VOLUMES:
        if world.volume(name) is Volume.RESTORING:
            yield world.with_volume(name, Volume.RESTORED)
            yield world.with_volume(name, Volume.BROKEN)
