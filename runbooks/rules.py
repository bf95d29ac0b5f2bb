"""What must hold of procedures beyond the form of a field. Each rule yields problems. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from core.message import Message, say
from core.problem import Problem
from core.wording import Location
from runbooks.procedure import Accepts, Procedure, Step
from runbooks.vocabulary import NEEDS, Kind, Occasion
from tenants.definitions import Read

PLACE = re.compile(r"\{([a-z_]+)\}")


def check(
    procedures: Mapping[str, Read[Procedure]], alerts: Collection[str] | None = ()
) -> list[Problem]:
    """Every broken rule, in file order. `alerts` are those that anything may raise; None where the
    file that names them cannot be read."""
    return sorted(
        problem
        for name, read in procedures.items()
        for location, message in _found(name, read.value, alerts)
        for problem in [read.document.problem(location, message, read.value.title.ja)]
    )


def _found(
    name: str, procedure: Procedure, alerts: Collection[str] | None
) -> Iterator[tuple[Location, Message]]:
    known = None if alerts is None else dict.fromkeys((*Occasion, *alerts))
    if known is not None and name not in known:
        yield (
            ("title",),
            say(
                "{name} is no alert and no occasion, so nobody would ever take it to hand; call "
                "the file after one of {known}",
                name=name,
                known=tuple(known),
            ),
        )
    named = list(_unknown_steps(procedure))
    yield from named
    if not named:
        yield from _circles(procedure)
    for key, step in procedure.steps.items():
        for field, message in (*_of_kind(step), *_told(procedure, step), *_ends(step)):
            yield ("steps", key, *field), message


def _unknown_steps(procedure: Procedure) -> Iterator[tuple[Location, Message]]:
    for key, step in procedure.steps.items():
        for place, before in enumerate(step.after or ()):
            if before not in procedure.steps:
                yield (
                    ("steps", key, "after", place),
                    say(
                        "{step} is no step of this procedure; its steps are {known}",
                        step=before,
                        known=tuple(procedure.steps),
                    ),
                )


def _circles(procedure: Procedure) -> Iterator[tuple[Location, Message]]:
    """One problem for one circle, at the first of its steps."""
    order = procedure.in_order
    stuck = [step for step in procedure.steps if step not in order]
    if not stuck:
        return
    way = [stuck[0]]
    while way[-1] not in way[:-1]:
        way.append(next(step for step in procedure.after(way[-1]) if step in stuck))
    circle = way[way.index(way[-1]) :]
    first = min(circle, key=list(procedure.steps).index)
    turn = circle.index(first)
    shown = [*circle[turn:-1], *circle[:turn], first]
    yield (
        ("steps", first),
        say(
            "waits for itself: {circle}; take one of them out of `after`", circle=" ← ".join(shown)
        ),
    )


def _of_kind(step: Step) -> Iterator[tuple[Location, Message]]:
    """Exactly one of an act, a person's doing and an approval; and what goes with each."""
    if step.act is None and step.who is None:
        yield (), say("nobody does anything here; write `act`, or `who` does it by hand")
    if step.act is not None and (step.who is not None or step.approval):
        yield ("act",), say("what kumiai does, nobody does by hand; make two steps of it")
    if step.act is not None and step.answers:
        yield ("answers",), say("nobody is there to answer, since kumiai does it; leave it out")
    if step.act is not None and not step.check:
        yield (
            ("check",),
            say("nothing is looked at before kumiai acts; name what must be so"),
        )


def _told(procedure: Procedure, step: Step) -> Iterator[tuple[Location, Message]]:
    """What acts, looks and texts have to be told is asked for when the procedure begins."""
    acts = [("act", step.act), ("undo", step.undo)]
    named = [(field, one) for field, one in acts if one is not None]
    looks = [(("check", n), one) for n, one in enumerate(step.check)]
    looks += [(("verify", n), one) for n, one in enumerate(step.verify)]
    places: list[tuple[Location, object, tuple[Kind, ...]]] = [
        *(((field,), one, NEEDS[one]) for field, one in named),
        *((field, one, NEEDS[one]) for field, one in looks),
    ]
    for location, one, needs in places:
        for kind in needs:
            if kind not in procedure.ask:
                yield (
                    location,
                    say(
                        "{what} has to be told a {kind}; add it to `ask`",
                        what=str(one),
                        kind=str(kind),
                    ),
                )
    for field in ("do", "see", "otherwise"):
        for language in ("ja", "en"):
            for name in PLACE.findall(getattr(step, field).in_language(language)):
                if name not in procedure.ask:
                    yield (
                        (field, language),
                        say(
                            "{place} stands for nothing that this procedure is told; add it to "
                            "`ask`",
                            place=f"{{{name}}}",
                        ),
                    )


def _ends(step: Step) -> Iterator[tuple[Location, Message]]:
    """How it is known that a step is done, and how it is taken back."""
    if not step.verify and not step.answers and not step.approval:
        yield (
            ("verify",),
            say(
                "nobody would know whether it was done; name what is looked at, or ask the person "
                "with `answers`"
            ),
        )
    if step.act is not None and (step.undo is None) == (step.no_undo is None):
        yield (
            ("undo",),
            say("write either what takes it back (`undo`) or why nothing does (`no_undo`)"),
        )
    for name, answer in step.answers.items():
        limits = answer.at_least is not None or answer.at_most is not None
        if limits and answer.accepts is not Accepts.NUMBER:
            yield (
                ("answers", name, "accepts"),
                say("only a number has limits; write `accepts: number`, or take them out"),
            )
