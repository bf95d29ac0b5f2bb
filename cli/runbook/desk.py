"""The person before a run: one step is one screen, and what they saw is asked for. Adapter."""

from __future__ import annotations

import select
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cli.runbook.called import called
from cli.session import Session
from core.errors import UserError
from core.message import Message, Named, say
from core.plan import Action
from core.run import Failure, Watcher
from runbooks.answers import refused
from runbooks.procedure import Step, filled
from runbooks.vocabulary import Kind


@dataclass
class TerminalDesk:
    """`given` are answers from the command line, which serve for the step that asks for them."""

    session: Session
    values: Mapping[Kind, str]
    given: dict[str, str] = field(default_factory=dict)
    attended: bool = True

    def step(self, name: str, step: Step, number: int, count: int) -> None:
        for line in screen(self.session, name, step, number, count, self.values):
            self.session.out.print(line, markup=False)

    def answers(self, name: str, step: Step) -> Mapping[str, str] | None:
        """Raises: UserError where what was given on the command line is no answer."""
        named = {one: self.given.pop(one) for one in list(self.given) if one in step.answers}
        for one, text in named.items():
            why = refused(one, step.answers[one], text)
            if why is not None:
                raise UserError(why)
        for one, answer in step.answers.items():
            if one in named:
                continue
            if not (self.attended and sys.stdin.isatty()):
                return None
            question = answer.ask.in_language(str(self.session.language))
            seen = self._asked(one, question, step)
            if seen is None:
                return None
            named[one] = seen
        return named

    def _asked(self, name: str, question: str, step: Step) -> str | None:
        """None where nobody answers while the step may take: whoever sits here holds the run."""
        while True:
            self.session.out.print(f"{question} ({name}): ", markup=False, end="")
            heard, _, _ = select.select([sys.stdin], [], [], step.limit_minutes * 60)
            if not heard:
                self.session.say(
                    say(
                        "nobody answered within {minutes} minutes; the run is let go",
                        minutes=step.limit_minutes,
                    )
                )
                return None
            text = sys.stdin.readline()
            if not text:
                return None
            why = refused(name, step.answers[name], text.rstrip("\n"))
            if why is None:
                return text.rstrip("\n")
            self.session.say(why)

    def tell(self, message: Message) -> None:
        self.session.say(message)


class Lines(Watcher):
    """A line when an act begins and one when it has ended."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begun(self, action: Action) -> None:
        self._session.say(action.does)

    def ended(self, action: Action, failure: Failure | None) -> None:
        how = say("failed") if failure is not None else say("done")
        self._session.say(say("{subject}: {how}", subject=action.title, how=how))


def screen(
    session: Session,
    name: str,
    step: Step,
    number: int,
    count: int,
    values: Mapping[Kind, str],
) -> Iterator[str]:
    """A step as one screen: who, what to do, what is seen then, what if not, whom to
    call."""
    language = str(session.language)

    def said(message: Message | Named) -> str:
        return message.text(session.translate)

    title = step.title.in_language(language)
    yield ""
    yield f"── {number}/{count} {title} [{name}]"
    yield f"{said(say('who'))}: {said(who_does(step))}"
    for heading, words in (
        (say("do"), step.do),
        (say("then you see"), step.see),
        (say("if not"), step.otherwise),
    ):
        yield f"{said(heading)}:"
        for line in filled(words.in_language(language), values).splitlines():
            yield f"    {line}"
    for number, one in enumerate(called(session, step.call, values)):
        yield f"{said(say('call'))}: {said(one)}" if number == 0 else f"    {said(one)}"


def who_does(step: Step) -> Message | Named:
    if step.who is None:
        return say("kumiai, by itself")
    return Named(step.who.ja, step.who.en)
