"""The site's store of what its servers log. Adapter: listens for RELP, writes, reads.

A line is on disk before rsyslog hears that it is kept. The last seal is written beside the lines,
so that lines which are cut off at the end show as well.
"""

from __future__ import annotations

import contextlib
import os
import socketserver
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from core.eras import JAPAN
from core.errors import OtherSystemFailed
from core.files import locked, make_private_folder, reason_of, write_private
from core.home import Home
from core.journal import FIRST, add_whole, first_break, seal_of
from core.message import say
from monitoring.access.chain import Record, records, sealed
from monitoring.access.relp import Frames, answer

LAST = "last"
"""The file that holds the seal of the last line."""

SILENT_SECONDS = 600
READ_BYTES = 65536


def folder_of(home: Home, site: str) -> Path:
    return home.access / "records" / site


class Store:
    """The lines of a site, one file for each month, each line sealing the one before."""

    def __init__(self, home: Home, site: str) -> None:
        self._folder = folder_of(home, site)
        self._alone = _alone(home, site)
        make_private_folder(self._folder)
        with locked(self._alone):
            last = deque(lines_of(home, site), maxlen=2)
            if last and not last[-1].endswith(b"\n"):
                _set_aside(self._folder, last.pop())
        self._before = seal_of(last[-1]) if last else FIRST

    def keep(self, address: str, said: list[str]) -> None:
        """All of them, on disk when this returns."""
        with locked(self._alone):
            now = datetime.now(JAPAN)
            lines, before = [], self._before
            for words in said:
                lines.append(sealed(Record(now, address, words), before))
                before = seal_of(lines[-1])
            with self._file(now) as file:
                add_whole(file, b"".join(lines))
            self._before = before
            write_private(self._folder / LAST, before)

    def _file(self, now: datetime) -> BinaryIO:
        file = self._folder / f"{now:%Y-%m}.jsonl"
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(descriptor, "ab", buffering=0)


def _alone(home: Home, site: str) -> Path:
    """What is held by whoever writes, or looks at how far the lines go."""
    return home.locks / f"access-records-{site}"


def _set_aside(folder: Path, torn: bytes) -> None:
    """The last line, which a crash tore: nobody was told that it is kept, and it is sent again."""
    file = _files(folder)[-1]
    with (folder / "torn").open("ab") as aside:
        aside.write(torn + b"\n")
    os.truncate(file, file.stat().st_size - len(torn))


class _Connection(socketserver.BaseRequestHandler):
    """One server's rsyslog, until it says that it closes."""

    server: _Listener

    def handle(self) -> None:
        frames = Frames()
        self.request.settimeout(SILENT_SECONDS)
        with contextlib.suppress(OSError, ValueError):
            while content := self.request.recv(READ_BYTES):
                heard = list(frames.hear(content))
                said = [
                    frame.data.decode(errors="replace")
                    for frame in heard
                    if frame.command == "syslog"
                ]
                if said:
                    self.server.store.keep(self.client_address[0], said)
                self.request.sendall(b"".join(answer(frame) for frame in heard))
                if any(frame.command == "close" for frame in heard):
                    return


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address: str, port: int, store: Store) -> None:
        self.store = store
        super().__init__((address, port), _Connection)


def listen(home: Home, site: str, address: str, port: int) -> None:
    """Until it is ended. Raises: OtherSystemFailed where the address is not this machine's."""
    try:
        listener = _Listener(address, port, Store(home, site))
    except OSError as error:
        raise OtherSystemFailed(
            say(
                "the store cannot listen at {address}:{port}: {reason}",
                address=address,
                port=port,
                reason=reason_of(error),
            )
        ) from error
    with listener:
        listener.serve_forever()


def lines_of(home: Home, site: str) -> Iterator[bytes]:
    """Every line that is kept of a site, the first one first."""
    for file in _files(folder_of(home, site)):
        with file.open("rb") as lines:
            yield from lines


def records_of(home: Home, site: str) -> Iterator[Record]:
    yield from records(lines_of(home, site))


def broken(home: Home, site: str) -> int | None:
    """The first line that was changed, taken out or cut off; None where all is as it came.

    How far the lines go is asked while nobody writes: what comes later is not looked at.
    """
    folder = folder_of(home, site)
    with locked(_alone(home, site)):
        sizes = {file: file.stat().st_size for file in _files(folder)}
        kept = folder / LAST
        last = kept.read_text(encoding="ascii") if kept.exists() else None
    return first_break(_lines_until(sizes), last)


def _lines_until(sizes: Mapping[Path, int]) -> Iterator[bytes]:
    """The lines within the first so many bytes of each file."""
    for file, left in sizes.items():
        with file.open("rb") as lines:
            while left > 0 and (line := lines.readline()):
                left -= len(line)
                yield line


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))
