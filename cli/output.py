"""The streams on which a command speaks, whatever becomes of them meanwhile. Adapter.

They may have been closed by whoever called, left by their reader, or lead to a full disk.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from threading import Event
from typing import Any, TextIO

from rich.console import Console

from core.errors import Exit, OtherSystemFailed
from core.files import machine_refused
from core.names import harmless


class Screen(Console):
    """Speaks on, to nobody, where its reader has left: what is being done is done to its end.

    `spoken` is set by its first word.
    """

    def __init__(self, spoken: Event, **settings: Any) -> None:
        super().__init__(**settings)
        self._spoken = spoken

    def print(self, *objects: Any, **how: Any) -> None:
        self._spoken.set()
        super().print(*map(_shown, objects), **how)

    def beside(self, text: str) -> None:
        """What is no word of the command's own."""
        super().print(_shown(text), markup=False)

    def on_broken_pipe(self) -> None:
        _lead_nowhere(self.file.fileno())


def _shown(what: Any) -> Any:
    """What OpenStack or a file calls something may hold what moves a terminal, or turns the
    direction of what is read: it is written out, whoever prints it."""
    return harmless(what, beside="\n\t") if isinstance(what, str) else what


def open_streams() -> None:
    """What is said to a closed stream goes nowhere, and into no file that is opened next; what a
    terminal's encoding cannot say is spelt out."""
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            _lead_nowhere(descriptor)
            setattr(sys, name, os.fdopen(descriptor, "w", encoding="utf-8", closefd=False))
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def flushed(code: int) -> tuple[int, OtherSystemFailed | None]:
    """Write out what was said. The exit code, and why not all of it was written.

    A reader that has left (`kumiai … | head`) is no fault.
    """
    refusals = [_flushed(stream) for stream in (sys.stdout, sys.stderr)]
    found = next((one for one in refusals if one is not None), None)
    return (code if found is None else int(Exit.OTHER_SYSTEM_FAILED)), found


def _flushed(stream: TextIO) -> OtherSystemFailed | None:
    try:
        stream.flush()
    except OSError as error:
        # Else the interpreter would try again as it ends, and complain in its own words.
        _lead_nowhere(stream.fileno())
        return None if isinstance(error, BrokenPipeError) else machine_refused(error)
    return None


def _lead_nowhere(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    if nowhere != descriptor:
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
