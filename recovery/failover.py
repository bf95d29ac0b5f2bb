"""What is to be done next, so that a member runs at another site. Pure, and without a memory.

**Invariant**: a member never runs at two sites. Servers begin at the target only once nothing that
stands at the source can be the member any more: it is stopped, or cut off, or two persons have
declared that it is. The fence stays when a lost site comes back; lifting it is an act of its own,
and none may while the member runs elsewhere.

`next_of` is told what is true and says one thing to do, what it waits for, or that all is done.
Whoever asks does that one thing, looks again, and asks again. So a run that was killed goes on
wherever it was: what was half done is seen as such, and nothing is done twice. Each step is asked
for only where its effect is missing; each is tried from every state that can be reached, killed
before, amid and after it (tests/unit/recovery/test_every_state.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from recovery.facts import (
    OURS,
    Act,
    Copies,
    Do,
    Done,
    Extent,
    Facts,
    Move,
    Next,
    Trial,
    Volume,
    Wait,
    Why,
)


def next_of(move: Move, facts: Facts, slots: int = 1) -> Next:
    """The next step of a member's move. `slots` more restores may be begun at the target."""
    if facts.stale and not facts.target_fenced:
        return Do(Act.REMOVE_STALE)
    if facts.target is not Extent.NONE and not facts.source_fenced:
        # Somebody lifted the fence: the source is cut off again before all else.
        return Do(Act.FENCE) if facts.source_answers or facts.declared else Wait(Why.PERSONS)
    if facts.called_off and not facts.placed and facts.target is Extent.NONE:
        return next(_back(facts), Done())
    if not facts.declared:
        return Wait(Why.PERSONS)
    return next(_forward(move, facts, slots), Done())


def next_of_all(
    move: Move, facts: Mapping[str, Facts], order: Sequence[str], at_once: int
) -> dict[str, Next]:
    """The next step of each member, all of them, in `order`; whom it leaves out comes last.

    No more than `at_once` restores are under way together.
    """
    free = at_once - sum(_count(one.copies, Volume.RESTORING) for one in facts.values())
    found: dict[str, Next] = {}
    for member in dict.fromkeys((*order, *sorted(facts))):
        if member in facts:
            found[member] = next_of(move, facts[member], max(0, free))
            free -= _begins_restore(found[member])
    return found


def next_of_trial(trial: Trial, slots: int = 1) -> Next:
    """The next step of a trial, which is cleared away however it ends."""
    if trial.judged or trial.ended:
        return next(_cleared(trial), Done())
    return next(_tried(trial, slots))


def _forward(move: Move, facts: Facts, slots: int) -> Iterator[Next]:
    """What is still missing, in the order in which it is done."""
    # Servers begin around adopted volumes alone: whatever they run on is not touched any more.
    runs = facts.target is not Extent.NONE
    if not runs and any(one is not Volume.ADOPTED for one in facts.copies.volumes.values()):
        yield from _newest_copy(move, facts)
    if facts.stale:
        yield Do(Act.REMOVE_STALE)
    if not facts.key_renewed:
        yield Do(Act.RENEW_KEY)
    if not facts.source_fenced:
        yield Do(Act.FENCE)
    if not runs:
        yield from _restored(facts.copies, slots)
        if equal := _first(facts.copies, Volume.EQUAL):
            yield Do(Act.ADOPT, equal)
    if not facts.placed:
        if not facts.objects_there:
            yield Do(Act.BRING_OBJECTS)
        yield Do(Act.PLACE)
    if facts.target is not Extent.ALL:
        yield Do(Act.START)
    if not facts.verified:
        yield Do(Act.VERIFY)
    if not facts.names_switched:
        yield Do(Act.SWITCH_NAMES)
    if not facts.told:
        yield Do(Act.TELL)
    if _left(facts.copies):
        yield Do(Act.CLEAN_UP)


def _newest_copy(move: Move, facts: Facts) -> Iterator[Next]:
    """A proven copy at the target; for a planned move also one made since the source stands still.

    Nothing is stopped before a copy is proven: whether the target can restore at all is found out
    while the member still runs. The last copy is proven by the move itself, volume by volume.
    """
    if move is Move.FAILOVER:
        if not facts.copies.proven:
            yield Wait(Why.NO_PROVEN_COPY)
        return
    if facts.last_copied:
        return
    if not facts.source_answers:
        yield Wait(Why.SOURCE_SILENT)
    if not facts.copies.proven:
        yield Do(Act.PROVE)
    if facts.source is not Extent.NONE:
        yield Do(Act.STOP_SOURCE)
    yield Do(Act.COPY_LAST)


def _restored(copies: Copies, slots: int) -> Iterator[Next]:
    """Every volume at the target, and equal to its manifest."""
    missing = (Volume.ABSENT, Volume.EARLIER, Volume.BROKEN)
    if any(state in missing for state in copies.volumes.values()):
        if not copies.checked:
            yield Do(Act.CHECK)
        if copies.copied is not Extent.ALL:
            yield Do(Act.COPY)
        if copies.recorded is not Extent.ALL:
            yield Do(Act.RECORD)
    if earlier := _first(copies, Volume.EARLIER):
        yield Do(Act.SET_ASIDE, earlier)
    if broken := _first(copies, Volume.BROKEN):
        yield Do(Act.DISCARD, broken)
    absent = _first(copies, Volume.ABSENT)
    if absent and slots > 0:
        yield Do(Act.RESTORE, absent)
    if restored := _first(copies, Volume.RESTORED):
        yield Do(Act.COMPARE, restored)
    if _first(copies, Volume.RESTORING):
        yield Wait(Why.RESTORING)
    if absent:
        yield Wait(Why.PLACE_IN_LINE)


def _back(facts: Facts) -> Iterator[Next]:
    """The move is called off while the files still let the member run at the source."""
    yield from _without_copies(facts.copies)
    if facts.source_fenced or facts.key_renewed:
        yield Do(Act.UNFENCE_SOURCE)
    if facts.source_answers and facts.source is not Extent.ALL:
        yield Do(Act.START_SOURCE)


def _tried(trial: Trial, slots: int) -> Iterator[Next]:
    if not trial.copies.proven:
        yield Wait(Why.NO_PROVEN_COPY)
    if trial.isolated is not Extent.ALL:
        yield Do(Act.ISOLATE)
    yield from _restored(trial.copies, slots)
    if not trial.runs:
        yield Do(Act.START_TRIAL)
    yield Do(Act.JUDGE)


def _cleared(trial: Trial) -> Iterator[Next]:
    """Servers before the network that keeps them apart."""
    if trial.stands:
        yield Do(Act.STOP_TRIAL)
    yield from _without_copies(trial.copies)
    if trial.isolated is not Extent.NONE:
        yield Do(Act.CLEAN_UP)


def _without_copies(copies: Copies) -> Iterator[Next]:
    """Nothing at the target of what the move has brought there."""
    for name, state in sorted(copies.volumes.items()):
        if state in OURS and state is not Volume.RESTORING:
            yield Do(Act.DISCARD, name)
    if _first(copies, Volume.RESTORING):
        yield Wait(Why.RESTORING)
    if _left(copies):
        yield Do(Act.CLEAN_UP)


def _left(copies: Copies) -> bool:
    return copies.copied is not Extent.NONE or copies.recorded is not Extent.NONE


def _first(copies: Copies, state: Volume) -> str:
    """The first volume in this state by name; empty where none is."""
    return min((name for name, one in copies.volumes.items() if one is state), default="")


def _count(copies: Copies, state: Volume) -> int:
    return sum(one is state for one in copies.volumes.values())


def _begins_restore(step: Next) -> bool:
    return isinstance(step, Do) and step.act is Act.RESTORE
