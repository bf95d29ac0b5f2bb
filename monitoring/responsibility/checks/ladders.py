"""Rules about ladders: who is called next, and that somebody is at the end. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from core.message import say
from core.problem import Problem
from monitoring.responsibility.checks.hours import whose
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.party import Party
from tenants.rules.finding import unknown


def problems(matrix: Matrix) -> Iterator[Problem]:
    for name, party in matrix.parties.value.parties.items():
        sound = True
        for problem in _rungs(matrix, name, party):
            sound = False
            yield problem
        if sound:
            yield from _end(matrix, name, party)


def _rungs(matrix: Matrix, name: str, party: Party) -> Iterator[Problem]:
    document, known = matrix.parties.document, matrix.parties.value.parties
    called: set[str] = set()
    for index, rung in enumerate(party.ladder):
        at = ("parties", name, "ladder", index, "party")
        if rung.party not in known:
            yield document.problem(at, unknown(rung.party, known))
        elif rung.party == name:
            yield document.problem(
                at, say("is the party itself, which did not answer; name another one")
            )
        elif rung.party in called:
            yield document.problem(
                at,
                say("was called before on this ladder, and did not answer; name another one"),
            )
        elif known[rung.party].each_member and not party.each_member:
            yield document.problem(at, whose(rung.party))
        called.add(rung.party)
    for index, (before, after) in enumerate(pairwise(party.ladder), start=1):
        if after.after_minutes <= before.after_minutes:
            yield document.problem(
                ("parties", name, "ladder", index, "after_minutes"),
                say(
                    "{minutes} minutes are no longer than the {before} of the rung before; "
                    "minutes are counted from the first call",
                    minutes=after.after_minutes,
                    before=before.after_minutes,
                ),
            )


def _end(matrix: Matrix, name: str, party: Party) -> Iterator[Problem]:
    document, at = matrix.parties.document, ("parties", name)
    if not party.ladder:
        if name in _accountable(matrix):
            yield document.problem(
                at,
                say(
                    "it answers for something, and when it does not answer nobody is called next; "
                    "write a `ladder`"
                ),
            )
        return
    last = matrix.party(party.ladder[-1].party)
    if not last.around_the_clock and last.night is None:
        yield document.problem(
            (*at, "ladder", len(party.ladder) - 1, "party"),
            say(
                "the ladder ends in nobody: {party} is the last on it, and outside its duty hours "
                "nobody answers for it",
                party=party.ladder[-1].party,
            ),
        )
        return
    first = _at_night(matrix, name)
    if {_at_night(matrix, rung.party) for rung in party.ladder} == {first}:
        yield document.problem(
            (*at, "ladder"),
            say(
                "at night {party} answers for everybody on it, and was called first; add somebody "
                "else who is there around the clock",
                party=first,
            ),
        )


def _at_night(matrix: Matrix, name: str) -> str:
    """Who answers for it while no office is open."""
    return matrix.party(name).night or name


def _accountable(matrix: Matrix) -> set[str]:
    """Everybody who answers for anything."""
    duties = matrix.responsibilities.value
    said = [
        *(one.every for one in duties.defaults.values()),
        *(but for one in duties.defaults.values() for but in one.but.values()),
        *duties.overrides,
    ]
    return {name for one in said for name in one.accountable or ()}
