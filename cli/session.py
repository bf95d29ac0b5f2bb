"""What every command needs: the language, the folders, and how an error is shown.

Adapter to the terminal and the environment.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from rich.console import RenderableType
from rich.text import Text

from cli.columns import Rows
from cli.output import Screen
from core.eras import JAPAN
from core.errors import Exit, ProblemsFound, UserError
from core.files import is_the_machines, machine_refused
from core.home import Home
from core.language import Language
from core.message import Message, Named, Translate, listed, say
from core.names import harmless
from core.translation import translation

WIDE = 200
"""Columns of an output that is no terminal."""


@dataclass(frozen=True)
class Session:
    """One call of `kumiai`."""

    language: Language
    translate: Translate
    home: Home
    out: Screen
    err: Screen
    spoken: Event
    """Set once the command has said anything, or something else shows that it lives."""

    @classmethod
    def start(cls, language: Language) -> Session:
        spoken = Event()
        return cls(
            language=language,
            translate=translation(language),
            home=Home.of(os.environ),
            # Nothing is cut off where the output goes to a file or a pipe.
            out=Screen(
                spoken,
                highlight=False,
                emoji=False,
                soft_wrap=True,
                width=None if sys.stdout.isatty() else WIDE,
            ),
            err=Screen(spoken, stderr=True, highlight=False, emoji=False, soft_wrap=True),
            spoken=spoken,
        )

    def say(self, message: Message) -> None:
        """Print a sentence in the reader's language; it is never read as markup."""
        self.out.print(message.text(self.translate), markup=False)

    def complain(self, *what: Message | UserError) -> None:
        """The same on standard error, a line each."""
        for one in what:
            self.err.print(one.text(self.translate), markup=False)

    def table(self, headings: Sequence[Message], rows: Iterable[Sequence[object]]) -> None:
        """Print rows below their headings; cells that are messages are translated too."""
        shown = Rows(
            [heading.text(self.translate) for heading in headings],
            [[self._cell(value) for value in row] for row in rows],
        )
        sys.stdout.write(self.drawn(shown))

    def drawn(self, shown: RenderableType) -> str:
        """As it stands on the terminal; folded there, and without spaces at the ends of lines."""
        with self.out.capture() as captured:
            self.out.print(shown, soft_wrap=False)
        return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())

    def _cell(self, value: object) -> Text:
        """As it is: a name with brackets in it is no markup. What OpenStack calls something may
        move a terminal, and is written out instead."""
        if isinstance(value, Message | Named):
            return Text(value.text(self.translate))
        if isinstance(value, tuple):
            return Text(listed(value, self.translate) or "–")
        return Text(harmless(str(value), beside="\n"))

    def now(self) -> datetime:
        """In Japan's time, which contracts and fiscal years go by."""
        return datetime.now(JAPAN)

    def print_json(self, value: object) -> None:
        """Moments are written here, all of them in Japan's time, whatever zone they came in."""
        self.spoken.set()
        text = json.dumps(value, ensure_ascii=False, indent=2, default=_in_json)
        sys.stdout.write(text + "\n")


def _in_json(value: object) -> str:
    return value.astimezone(JAPAN).isoformat() if isinstance(value, datetime) else str(value)


@contextmanager
def user_errors_shown(session: Session) -> Iterator[None]:
    """A user's mistake becomes its sentence and its exit code; a defect keeps its traceback."""
    try:
        yield
    except UserError as error:
        session.complain(error)
        if isinstance(error, ProblemsFound):
            session.complain(error.message)
        raise SystemExit(int(error.exit_code)) from error
    except KeyboardInterrupt:
        session.complain(say("interrupted; run it again, and it goes on from there"))
        raise SystemExit(int(Exit.INTERRUPTED)) from None
    except OSError as error:
        if not is_the_machines(error):
            raise
        refused = machine_refused(error)
        session.complain(refused)
        raise SystemExit(int(refused.exit_code)) from error
