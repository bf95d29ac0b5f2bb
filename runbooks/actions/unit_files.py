"""Acts on the machine itself: files that its own programs are begun with, such as systemd's units.

Adapter: files. They stand outside the checkout, where no git shows what was there before.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.files import write_whole
from core.message import say
from core.plan import Action, Plan, Turn

ACT = "write-file"


def written(files: Mapping[Path, str]) -> Plan:
    """Each of the files gets its text; one that has it already is left alone.

    Raises: OSError where one that is there may not be read.
    """
    before = {file: file.read_bytes() if file.exists() else None for file in files}
    waiting = {file: text for file, text in files.items() if before[file] != text.encode()}
    same = len(files) - len(waiting)
    return Plan(
        tuple(_write(file, text, before[file] is None) for file, text in waiting.items()),
        (say("{count} files are as they should be", count=same),) if same else (),
    )


def _write(file: Path, text: str, is_new: bool) -> Action:
    def do(_: Turn) -> None:
        write_whole(file, text)

    return Action(
        ACT,
        str(file),
        say("{file}", file=file),
        say("{file} is written; nothing stands there yet", file=file)
        if is_new
        else say("{file} is written anew; something else stands in it", file=file),
        do,
        say("nobody keeps what stood in it before; delete it where nobody wants it"),
        (f"file.{file.name}",),
        mends=True,
    )
